// Style sheets come as text, so that an editor can also be mounted in a shadow root.
declare module '*.css' {
  const text: string;
  export default text;
}

declare module 'trix';

declare module 'medium-editor' {
  export default class MediumEditor {
    constructor(element: HTMLElement, options: object);
    getContent(): string;
    setContent(html: string): void;
    subscribe(event: string, listener: () => void): void;
    destroy(): void;
  }
}
