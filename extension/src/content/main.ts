import { guard } from './guard.ts';
import { type Watch, watch } from './watch.ts';

// Injected twice, into a tab that was open at install: the first one stays.
if (!Reflect.has(globalThis, 'beforehandIsHere')) {
  Reflect.set(globalThis, 'beforehandIsHere', true);
  listen();
}

/** Sets the listeners, and nothing else: a page where nobody writes costs nothing more. What hears them is made with the first event that matters. */
function listen(): void {
  let made: Watch | undefined;
  const watching = () => {
    made ??= watch();
    return made;
  };
  const guards = guard(
    () => made?.layer(),
    name => made?.act(name),
  );
  for (const type of ['pointerdown', 'keydown', 'focusin']) {
    addEventListener(
      type,
      event => {
        if (!guards(event) && event.isTrusted) watching().hear(event);
      },
      { capture: true },
    );
  }
  // The pointer moves before it clicks: time enough to read the record before the focus.
  addEventListener('pointermove', event => event.isTrusted && watching().prepare(), { capture: true, passive: true, once: true });
  addEventListener('pagehide', () => made?.leave(), { capture: true, passive: true });
}
