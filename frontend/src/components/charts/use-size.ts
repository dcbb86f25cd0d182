import { useLayoutEffect, useState, type RefObject } from "react";

/** The size of an element in pixels, kept up to date; before the first measurement, a usual one. */
export function useSize(element: RefObject<Element | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 900, height: 416 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const observer = new ResizeObserver(() => {
      const { width, height } = measured.getBoundingClientRect();
      setSize({ width, height });
    });
    observer.observe(measured);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return size;
}
