import { expect, test } from 'vitest';
import { Acks } from './acks.ts';

test('ids count up from 0 in each channel and are read once', () => {
  const acks = new Acks({ channels: 10, pending: 10, pendingInAll: 100, asked: 10 });
  expect([acks.issue('a'), acks.issue('a'), acks.issue('b')]).toEqual([0, 1, 0]);
  expect(acks.read('a', [0, 1, 7])).toEqual({ 0: true, 1: true, 7: false });
  expect(acks.read('a', [0])).toEqual({ 0: false });
  expect(acks.read('b', [0])).toEqual({ 0: true });
  expect(acks.read('never seen', [0])).toEqual({ 0: false });
});

test('who never asks is never held up: the oldest ids are forgotten', () => {
  const acks = new Acks({ channels: 10, pending: 2, pendingInAll: 100, asked: 10 });
  for (let id = 0; id < 5; id++) {
    expect(acks.isFull('a')).toBe(false);
    expect(acks.issue('a')).toBe(id);
  }
  expect(acks.read('a', [2, 3, 4])).toEqual({ 2: false, 3: true, 4: true });
});

test('the channel of a sender that asks is full at its limit and free again after a question', () => {
  const acks = new Acks({ channels: 10, pending: 2, pendingInAll: 100, asked: 10 });
  acks.issue('a');
  acks.read('a', [0]);
  acks.issue('a');
  expect(acks.isFull('a')).toBe(false);
  acks.issue('a');
  expect(acks.isFull('a')).toBe(true);
  acks.read('a', [1]);
  expect(acks.isFull('a')).toBe(false);
});

test('the channel longest unused is forgotten first', () => {
  const acks = new Acks({ channels: 2, pending: 10, pendingInAll: 100, asked: 10 });
  acks.issue('a');
  acks.issue('b');
  acks.issue('a');
  acks.issue('c');
  expect(acks.read('b', [0])).toEqual({ 0: false });
  expect(acks.read('a', [1])).toEqual({ 1: true });
});

test('all channels together remember no more than the limit, and what was asked for counts no longer', () => {
  const acks = new Acks({ channels: 10, pending: 10, pendingInAll: 3, asked: 10 });
  for (const channel of ['a', 'b', 'c']) acks.issue(channel);
  expect(acks.read('b', [0])).toEqual({ 0: true });
  acks.issue('c');
  expect(acks.read('a', [0])).toEqual({ 0: true });
  for (const channel of ['d', 'd']) acks.issue(channel);
  expect(acks.read('c', [0, 1])).toEqual({ 0: false, 1: false });
  expect(acks.read('d', [0, 1])).toEqual({ 0: true, 1: true });
});
