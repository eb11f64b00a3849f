import { expect, test } from 'vitest';
import { complete, suggestions } from './completion.ts';

const fields = ['user.name', 'user.id', 'source.ip', 'process.name'].map((name) => ({ name, type: 'keyword' }));
const names = (text: string, caret = text.length) => suggestions(text, caret, fields).map((field) => field.name);

test('offers fields that begin with the word, then those that hold it after a dot', () => {
  expect(names('us')).toEqual(['user.name', 'user.id']);
  expect(names('a:b AND name')).toEqual(['user.name', 'process.name']);
});

test('offers nothing inside a value or quotes, or for the whole name', () => {
  expect(names('user.name:us')).toEqual([]);
  expect(names('message:"x us')).toEqual([]);
  expect(names('source.ip')).toEqual([]);
  expect(names('')).toEqual([]);
});

test('writes the name with its colon once and puts the caret behind it', () => {
  expect(complete('a:b AND us', 10, 'user.name')).toEqual({ text: 'a:b AND user.name:', caret: 18 });
  expect(complete('us:kim', 2, 'user.name')).toEqual({ text: 'user.name:kim', caret: 10 });
});
