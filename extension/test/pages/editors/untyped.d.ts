declare module 'codemirror' {
  export default function CodeMirror(place: HTMLElement, options: { value: string }): void;
}
declare module 'medium-editor' {
  export default class MediumEditor {
    constructor(place: HTMLElement);
  }
}
