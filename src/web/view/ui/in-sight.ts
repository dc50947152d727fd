// What the keys choose in a list that is longer than its room is scrolled to: only a focus does that by
// itself, and it stays in the field.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export const useInSight = (isChosen: boolean): RefObject<HTMLDivElement | null> => {
  const option = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isChosen) option.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return option;
};
