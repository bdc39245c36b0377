import * as Dialog from '@radix-ui/react-dialog';
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Mounts a modal dialog of Radix with a textarea. A click outside closes it, and the draft is lost. */
export function mount(place: HTMLElement): void {
  const Page = () => {
    const [open, setOpen] = useState(false);
    document.documentElement.dataset.dialog = open ? 'open' : 'closed';
    const content = createElement(
      Dialog.Content,
      { className: 'card', style: { position: 'fixed', top: 80, left: 40, width: 480 }, 'aria-describedby': undefined },
      createElement(Dialog.Title, null, 'New post'),
      createElement('textarea', { id: 'editor', rows: 4, style: { width: '100%' } }),
      createElement('button', { type: 'submit' }, 'Post'),
    );
    return createElement(
      Dialog.Root,
      { open, onOpenChange: setOpen },
      createElement(Dialog.Trigger, { id: 'open' }, 'Write'),
      createElement(Dialog.Portal, null, createElement(Dialog.Overlay), content),
    );
  };
  createRoot(place).render(createElement(Page));
}
