// Gestures on a message: what is a swipe, how far it follows, and where a lifted one stands.
import { expect, test } from 'bun:test';
import { stack } from '../../../src/web/view/message/menu/lifted';
import { isSideways, pullOf } from '../../../src/web/view/message/swipe';
import { act_px, openAfter, pulledTo } from '../../../src/web/view/sidebar/row-swipe';
import { together } from '../../../src/web/view/ui/long-press';

test('a swipe goes to the right and sideways; the list is scrolled by anything else', () => {
  expect(isSideways(20, 5)).toBe(true);
  for (const [dx, dy] of [
    [8, 0],
    [-40, 0],
    [20, 20],
    [20, -18],
    [0, 90],
  ] as const) {
    expect(isSideways(dx, dy)).toBe(false);
  }
  expect([20, 56, 80, 400].map(pullOf)).toEqual([20, 56, 62, 72]);
});

test('a lifted message stays where it is, unless it or its menu would leave the screen', () => {
  expect(stack(100, 60, 300, 800)).toEqual({ top: 100, height: 60, menu_top: 168 });
  expect(stack(700, 60, 300, 800)).toEqual({ top: 424, height: 60, menu_top: 492 });
  expect(stack(-400, 900, 300, 800)).toEqual({ top: 8, height: 304, menu_top: 320 });
});

test('two gestures on one element hear the same events', () => {
  const heard: string[] = [];
  const both = together(
    { onPointerDown: () => heard.push('one'), onClickCapture: () => heard.push('click') } as never,
    { onPointerDown: () => heard.push('other') } as never,
  ) as Record<string, (event: unknown) => void>;
  both.onPointerDown?.({});
  both.onClickCapture?.({});
  expect(heard).toEqual(['one', 'other', 'click']);
});

test('a row of the list is pulled as far as there is something to press below it, and stays open from half of one', () => {
  const counts = { start: 2, end: 3 };
  expect([-100, 100].map((by) => pulledTo(by, counts))).toEqual([-100, 100]);
  // Farther it follows the finger slower.
  expect(pulledTo(-3 * act_px - 50, counts)).toBe(-3 * act_px - 10);
  expect(pulledTo(2 * act_px + 50, counts)).toBe(2 * act_px + 10);
  // To a side without anything it does not go at all.
  expect(pulledTo(80, { start: 0, end: 2 })).toBe(0);
  expect([-37, 37, -38, 38].map(openAfter)).toEqual([null, null, 'end', 'start']);
});
