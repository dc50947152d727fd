// What lies far from the view is not fetched: a conversation of five hundred pictures opens like one
// of text.
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** About two screens. */
const near_px = 2_000;

/** True from the moment when it is near what is seen. */
export const useNear = (element: RefObject<Element | null>): boolean => {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (isNear || current === null) return;
    const root = current.closest('.message-list');
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { root, rootMargin: `${near_px}px 0px` },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [isNear]);
  return isNear;
};
