import { expect, test } from 'bun:test';
import { createHistogram, histogramText } from '../../../src/platform/histogram';

test('a histogram counts by size, and is told in the text format of Prometheus', () => {
  const histogram = createHistogram([0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value);
  expect(histogramText('wait_seconds', 'How long', histogram)).toBe(
    [
      '# HELP wait_seconds How long',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{le="0.1"} 2',
      'wait_seconds_bucket{le="1"} 3',
      'wait_seconds_bucket{le="+Inf"} 4',
      'wait_seconds_sum 7.65',
      'wait_seconds_count 4',
      '',
    ].join('\n'),
  );
});
