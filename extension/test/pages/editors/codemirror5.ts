import CodeMirror from 'codemirror';

/** Mounts CodeMirror 5 in `place`: a code editor, not a composer. */
export function mount(place: HTMLElement): void {
  CodeMirror(place, { value: 'let x' });
}
