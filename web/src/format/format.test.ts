import { describe, expect, it } from 'vitest';
import { excerpt, pieces_of } from './excerpt.ts';
import { bytes_in_words, counted, gap_in_words, points, sentence } from './numbers.ts';

describe('figures', () => {
  it('says a gap in words', () => {
    expect(gap_in_words(-3.2)).toMatch(/3.2 below expected/);
    expect(gap_in_words(2)).toBe('2 above expected');
    expect(gap_in_words(0)).toBe('as expected');
  });
  it('makes a sentence of what the engine says', () => {
    expect(sentence('a bracket is open')).toBe('A bracket is open.');
    expect(sentence('Why?')).toBe('Why?');
  });
  it('counts one and many, and writes a real minus', () => {
    expect(counted(1, 'person', 'people')).toBe('1 person');
    expect(counted(0, 'experience')).toBe('0 experiences');
    expect(points(-2)).toBe('\u22122');
  });
  it('says how large a file is', () => {
    expect(bytes_in_words(0)).toBe('0 bytes');
    expect(bytes_in_words(1023)).toMatch(/1.?023 bytes/);
    expect(bytes_in_words(1536)).toBe('1.5 KiB');
    expect(bytes_in_words(3 * 1024 ** 3)).toBe('3 GiB');
    expect(bytes_in_words(5000 * 1024 ** 4)).toMatch(/^5.?000 TiB$/);
  });
});

describe('excerpt', () => {
  const long = Array.from({ length: 300 }, (_, i) => `word${i}`).join(' ');
  const text_of = (pieces: { text: string }[]) => pieces.map((piece) => piece.text).join('');

  it('loses no character of a short telling', () => {
    const text = 'They said noon.\nAt six a card lay there.';
    const pieces = pieces_of(text, [[0, 4], [10, 14]]);
    expect(text_of(pieces)).toBe(text);
    expect(pieces.filter((piece) => piece.marked).map((piece) => piece.text)).toEqual(['They', 'noon']);
  });
  it('cuts a long telling between words', () => {
    const { pieces, cut } = excerpt(long, []);
    expect(cut).toBe(true);
    expect(text_of(pieces)).toMatch(/word\d+$/);
    expect(long[text_of(pieces).length]).toBe(' ');
  });
  it('shows a match that lies further on, in whole words', () => {
    const begin = long.indexOf('word290');
    const { pieces } = excerpt(long, [[begin, begin + 7]]);
    expect(pieces.some((piece) => piece.marked && piece.text === 'word290')).toBe(true);
    for (const word of text_of(pieces).split(/\s+/)) expect(word).toMatch(/^(word\d+|…)$/);
  });
  it('bears highlights that are out of range', () => {
    expect(text_of(pieces_of('abc', [[-5, 1], [2, 99]]))).toBe('abc');
  });
});
