import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createEditor } from 'slate';
import { Editable, Slate, withReact } from 'slate-react';

/** Mounts Slate in `place`. */
export function mount(place: HTMLElement): void {
  const Composer = () => {
    const [editor] = useState(() => withReact(createEditor()));
    const initialValue = [{ type: 'paragraph', children: [{ text: '' }] }];
    return createElement(Slate, { editor, initialValue, children: createElement(Editable, { id: 'slate', role: 'textbox' }) });
  };
  createRoot(place).render(createElement(Composer));
}
