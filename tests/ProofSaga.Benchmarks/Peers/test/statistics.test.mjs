import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, percentile, spread } from '../measure/statistics.mjs';

test('A percentile is the nearest rank, whatever the order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.equal(percentile(hundred, 0.5), 50);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile(hundred, 1), 100);
  assert.equal(percentile([7], 0.01), 7);
});

test('Numbers are ordered as numbers', () => assert.equal(percentile([9, 10, 100], 0.5), 10));

test('The median of an even number of values is the mean of the middle two', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([30, 10, 20]), 20);
});

test('The spread is the smallest and the largest value', () => assert.deepEqual(spread([3, 1, 2]), { least: 1, most: 3 }));

test('Nothing has no median, percentile or spread', () => {
  for (const of of [median, (values) => percentile(values, 0.5), spread]) assert.throws(() => of([]), RangeError);
});
