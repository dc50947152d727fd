// A signal as others see it: read by all, written by its owner alone.
import type { ReadonlySignal, Signal } from '@preact/signals';

export const readonly = <Value>(owned: Signal<Value>): ReadonlySignal<Value> => owned;
