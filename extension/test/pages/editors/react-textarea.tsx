import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Draft, holder, marks, type Options, register } from './draft.ts';

/** Mounts a textarea whose value React controls; with `replace`, its first focus replaces it with another node. */
export function mount(target: HTMLElement, options: Options, replace = false): Draft {
  const root = createRoot(holder(target));
  let value = '';
  let set: (next: string) => void = () => undefined;

  function Field() {
    const [shown, show] = useState('');
    const [focused, focus] = useState(false);
    const field = useRef<HTMLTextAreaElement>(null);
    set = next => {
      value = next;
      show(next);
      options.change?.(next);
    };
    useLayoutEffect(() => {
      if (focused) field.current?.focus();
    }, [focused]);
    return (
      <textarea
        key={focused ? 'second' : 'first'}
        ref={field}
        {...marks(options)}
        rows={1}
        placeholder={options.placeholder}
        value={shown}
        onChange={event => set(event.target.value)}
        onFocus={() => focus(replace)}
        onKeyDown={event => {
          if (options.key?.(event.nativeEvent)) event.preventDefault();
        }}
      />
    );
  }

  flushSync(() => root.render(<Field />));
  const element = () => {
    const found = target.querySelector('textarea');
    if (!found) throw new Error('the textarea did not mount');
    return found;
  };
  return register(options, {
    get root() {
      return element();
    },
    text: () => value,
    clear: () => flushSync(() => set('')),
    destroy: () => root.unmount(),
  });
}
