import * as Dialog from '@radix-ui/react-dialog';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Options, register } from './draft.ts';

declare global {
  interface Window {
    dialogOpen(): boolean;
  }
}

/**
 * Mounts a button that opens a modal dialog as most React sites do: a click outside closes it, and the draft in its
 * textarea is lost.
 */
export function mount(target: HTMLElement, options: Options, post: (text: string) => void): void {
  let shown = false;
  let draft = '';

  function Shell() {
    const [open, setOpen] = useState(false);
    const [text, setText] = useState('');
    shown = open;
    draft = text;
    const change = (next: boolean) => {
      setOpen(next);
      setText('');
    };
    return (
      <Dialog.Root open={open} onOpenChange={change}>
        <Dialog.Trigger className="btn primary" data-opens="post">
          New post
        </Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Overlay className="overlay" />
          <Dialog.Content className="panel" aria-describedby={undefined}>
            <Dialog.Title>New post</Dialog.Title>
            <textarea
              ref={field => {
                if (field) register(options, { root: field, text: () => draft, clear: () => flushSync(() => setText('')), destroy: () => change(false) });
              }}
              {...{ 'aria-label': options.label, 'data-draft': options.id, ...options.attributes }}
              className="field"
              rows={4}
              value={text}
              onChange={event => setText(event.target.value)}
            />
            <div className="row end">
              <Dialog.Close className="btn">Cancel</Dialog.Close>
              <button
                type="button"
                className="btn primary"
                data-submit={options.id}
                disabled={!text.trim()}
                onClick={() => {
                  post(text);
                  change(false);
                }}
              >
                Post
              </button>
            </div>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    );
  }

  window.dialogOpen = () => shown;
  flushSync(() => createRoot(target).render(<Shell />));
}
