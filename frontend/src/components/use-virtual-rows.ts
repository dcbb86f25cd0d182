import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";

/** Tables with more rows hold only those in view. */
const LONG = 200;
const ROW_HEIGHT = 36;

interface VirtualRows {
  isLong: boolean;
  /** The rows to render: from `first` up to, not including, `last`. */
  first: number;
  last: number;
  /** The heights that stand for the rows before and after, in pixels. */
  before: number;
  after: number;
}

export function useVirtualRows(count: number, box: RefObject<HTMLElement | null>): VirtualRows {
  const isLong = count > LONG;
  const virtualizer = useVirtualizer({
    count,
    enabled: isLong,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  if (!isLong) return { isLong, first: 0, last: count, before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = (items.at(-1)?.index ?? -1) + 1;
  return {
    isLong,
    first,
    last,
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
}
