import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { createEditor, Editor, Node, Transforms } from 'slate';
import { Editable, Slate, withReact } from 'slate-react';
import { type Draft, holder, marks, type Options, register } from './draft.ts';

/** Mounts Slate. */
export function mount(target: HTMLElement, options: Options): Draft {
  const root = createRoot(holder(target));
  const editor = withReact(createEditor());
  const text = () => editor.children.map(node => Node.string(node)).join('\n');

  function Field() {
    const [start] = useState([{ type: 'paragraph', children: [{ text: '' }] }]);
    return (
      <Slate editor={editor} initialValue={start} onChange={() => options.change?.(text())}>
        <Editable
          {...marks(options)}
          placeholder={options.placeholder ?? ''}
          onKeyDown={event => {
            if (options.key?.(event.nativeEvent)) event.preventDefault();
          }}
        />
      </Slate>
    );
  }

  flushSync(() => root.render(<Field />));
  const element = target.querySelector<HTMLElement>('[data-slate-editor]');
  if (!element) throw new Error('Slate did not mount');
  return register(options, {
    root: element,
    text,
    clear: () => Transforms.delete(editor, { at: Editor.range(editor, []) }),
    destroy: () => root.unmount(),
  });
}
