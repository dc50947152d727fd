// Parts of the page that are not needed first. They are loaded when they are shown, or earlier, once
// the page is there, so that they work without a connection.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const again_ms = 2_000;

export const lazy = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let Loaded: ComponentType<Props> | undefined;
  const preload = async (): Promise<void> => {
    Loaded = await load();
  };
  const Lazy = (props: Props) => {
    const [isHere, setHere] = useState(Loaded !== undefined);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      if (isHere) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      preload().then(
        () => setHere(true),
        () => {
          timer = setTimeout(() => setTries(tries + 1), again_ms);
        },
      );
      return () => clearTimeout(timer);
    }, [tries]);
    return Loaded ? <Loaded {...props} /> : null;
  };
  return Object.assign(Lazy, { preload });
};
