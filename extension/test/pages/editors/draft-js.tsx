import { ContentState, Editor, EditorState, getDefaultKeyBinding } from 'draft-js';
import css from 'draft-js/dist/Draft.css';
import { type KeyboardEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { addStyle, type Draft, holder, mark, type Options, register } from './draft.ts';

/** Mounts Draft.js, with `text` already in it: how a page mounts it again after a picture was attached. */
export function mount(target: HTMLElement, options: Options, start = ''): Draft {
  addStyle(target, css);
  const root = createRoot(holder(target));
  let state = EditorState.createWithContent(ContentState.createFromText(start));
  if (start) state = EditorState.moveSelectionToEnd(state);
  let set: (next: EditorState) => void = () => undefined;
  const text = () => state.getCurrentContent().getPlainText('\n');

  function Field() {
    const [shown, show] = useState(state);
    set = next => {
      state = next;
      show(next);
      options.change?.(text());
    };
    return (
      <Editor
        editorState={shown}
        onChange={set}
        ariaLabel={options.label}
        placeholder={options.placeholder ?? ''}
        webDriverTestID={options.attributes?.['data-testid'] ?? ''}
        keyBindingFn={(event: KeyboardEvent) => (options.key?.(event.nativeEvent) ? 'send' : getDefaultKeyBinding(event))}
        handleKeyCommand={command => (command === 'send' ? 'handled' : 'not-handled')}
      />
    );
  }

  flushSync(() => root.render(<Field />));
  const element = target.querySelector<HTMLElement>('.public-DraftEditor-content');
  if (!element) throw new Error('Draft.js did not mount');
  mark(element, options); // React leaves attributes alone that it never set
  return register(options, {
    root: element,
    text,
    clear: () => set(EditorState.moveFocusToEnd(EditorState.push(state, ContentState.createFromText(''), 'remove-range'))),
    destroy: () => root.unmount(),
  });
}
