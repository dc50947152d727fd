// Parts of the page that few see first: loaded when they are wanted, or ahead of that once the page
// is there, so that they are at hand without a connection.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const again_ms = 2_000;

export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let Loaded: ComponentType<Props> | undefined;
  const preload = async (): Promise<void> => {
    Loaded = await load();
  };
  const Later = (props: Props) => {
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
  return Object.assign(Later, { preload });
};
