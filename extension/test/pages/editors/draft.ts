import { Editor, EditorState } from 'draft-js';
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Mounts Draft.js in `place`. */
export function mount(place: HTMLElement, { testId }: { testId?: string } = {}): void {
  const Composer = () => {
    const [editorState, onChange] = useState(() => EditorState.createEmpty());
    return createElement(Editor, { editorState, onChange, webDriverTestID: testId });
  };
  createRoot(place).render(createElement(Composer));
}
