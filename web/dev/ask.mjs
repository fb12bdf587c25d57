// The query language as the mock needs it: enough to try the pages on, no more.
export class Wrong extends Error {
  constructor(detail, advice, at) {
    super(detail);
    Object.assign(this, { advice, at });
  }
}

const fold = (text) => String(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function lex(q) {
  const tokens = [];
  const pattern = /\s+|(-?)((?:[\p{L}\p{N}_.]+:)?)(?:"([^"]*)"|([^\s()"]*))|[()]/guy;
  let at = 0;
  while (at < q.length) {
    pattern.lastIndex = at;
    if ('()'.includes(q[at])) {
      tokens.push({ at, sign: q[at] });
      ++at;
      continue;
    }
    const match = pattern.exec(q);
    if (!match || match[0] === '') throw new Wrong('a quotation is opened and not closed', 'Add " at its end.', at);
    if (match[0].trim()) {
      const bare = match[3] === undefined;
      if (bare && q[at] === '"') throw new Wrong('a quotation is opened and not closed', 'Add " at its end.', at);
      tokens.push({ at, text: match[0], not: match[1] === '-', column: match[2].slice(0, -1), value: match[3] ?? match[4], bare });
    }
    at += match[0].length;
  }
  return tokens;
}

const in_range = (n, text) => {
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)$/.exec(text);
  if (range) return n >= +range[1] && n <= +range[2];
  const side = /^(<=|>=|<|>)(-?[\d.]+)$/.exec(text);
  if (side) return { '<': n < +side[2], '<=': n <= +side[2], '>': n > +side[2], '>=': n >= +side[2] }[side[1]];
  return n === +text;
};

export function values_of(one, column) {
  const direct = one[column] ?? one.subjects?.find((s) => s.level === column)?.name;
  if (direct !== undefined) return [direct].flat();
  if (column === 'lang' && one.inferred?.lang) return [one.inferred.lang];
  const name = Object.keys(one.signifiers ?? {}).find((key) => fold(key).replace(/[^a-z0-9]+/g, '_') === column);
  const value = name ? one.signifiers[name] : undefined;
  return value === undefined || (typeof value === 'object' && !Array.isArray(value)) ? [] : [value].flat();
}

function holds(column, value) {
  const name = column === 'by' ? 'party' : column;
  if (name === 'since') return (one) => one.lived_at >= value;
  if (name === 'until') return (one) => one.lived_at.slice(0, value.length) <= value;
  return (one) => values_of(one, name).some((v) => value === '*' || (typeof v === 'number' ? in_range(v, value) : fold(v) === fold(value)));
}

const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const stem = (word) => word.replace(/(ies|es|s|ed|ing|er)$/, '');

function has_words(value, bare) {
  const wanted = words(value);
  const prefix = bare && value.endsWith('*');
  return (one) => {
    const all = words(one.text);
    if (!bare && wanted.length > 1) return ` ${all.join(' ')} `.includes(` ${wanted.join(' ')} `);
    return wanted.every((w) => all.some((word) => (prefix ? word.startsWith(w) : stem(word) === stem(w))));
  };
}

/** A test of one experience, and the words to mark. */
export function parse(q, match) {
  const tokens = lex(q);
  const marked = [];
  let at = 0;
  const is = (word) => tokens[at]?.text?.toLowerCase() === word && tokens[at].bare;
  const any_of = (closing) => {
    const sides = [all_of(closing)];
    while (is('or')) {
      ++at;
      sides.push(all_of(closing));
    }
    return (one) => sides.some((side) => side(one));
  };
  const all_of = (closing) => {
    const tests = [];
    const loose = [];
    while (at < tokens.length && !is('or') && !(tokens[at].sign === ')' && closing)) {
      const token = tokens[at];
      if (token.sign === ')') throw new Wrong('a bracket is closed that was not opened', 'Take it away, or open one before.', token.at);
      if (is('and')) {
        ++at;
        continue;
      }
      if (token.sign === '(') {
        ++at;
        tests.push(any_of(true));
        if (tokens[at]?.sign !== ')') throw new Wrong('a bracket is opened and not closed', 'Add ) where it ends.', token.at);
        ++at;
        continue;
      }
      ++at;
      let test;
      if (token.column && token.value === '' && token.bare && tokens[at]?.sign === '(') {
        const inside = [];
        while (tokens[++at] && tokens[at].sign !== ')') if (tokens[at].value !== 'or') inside.push(holds(token.column, tokens[at].value));
        ++at;
        test = (one) => inside.some((t) => t(one));
      } else if (token.column) {
        if (token.value === '') throw new Wrong(`${token.column}: is followed by nothing`, 'Write a value right after the colon.', token.at);
        test = holds(token.column, token.value);
      } else {
        if (!token.not) marked.push(...words(token.value).map((w) => [stem(w), token.bare && token.value.endsWith('*')]));
        (token.not ? tests : loose).push(token.not ? ((t) => (one) => !t(one))(has_words(token.value, token.bare)) : has_words(token.value, token.bare));
        continue;
      }
      tests.push(token.not ? (one) => !test(one) : test);
    }
    return (one) => tests.every((t) => t(one)) && (loose.length === 0 || (match === 'any' ? loose.some((t) => t(one)) : loose.every((t) => t(one))));
  };
  return { test: any_of(false), marked };
}

export function highlights(text, marked) {
  const found = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = fold(match[0]);
    if (marked.some(([w, prefix]) => (prefix ? word.startsWith(w) : stem(word) === w))) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}
