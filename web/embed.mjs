// Writes the built pages as one C++ source: node embed.mjs DIST OUTPUT
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const line_bytes = 96;

function files_below(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? files_below(path) : [path];
    })
    .sort();
}

// Octal escapes always have three digits, so no byte can run into the next one.
function literal(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += line_bytes) {
    const part = [...bytes.subarray(at, at + line_bytes)];
    lines.push(`    "${part.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`);
  }
  return lines.join('\n');
}

function page_of(dist, file) {
  const name = relative(dist, file).split(sep).join('/');
  const type = types[extname(file)];
  if (!type) throw new Error(`no Content-Type is known for ${name}`);
  const body = readFileSync(file);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 20);
  return {
    path: name === 'index.html' ? '/' : `/${name}`,
    type,
    gzip: gzipSync(body, { level: 9 }),
    etag: `\\"${hash}\\"`,
    immutable: name.startsWith('assets/'), // the names Vite gives there hold a hash
  };
}

function source_of(pages) {
  const bodies = pages.map((page, i) => `constexpr char kBody${i}[] =\n${literal(page.gzip)};`);
  const rows = pages.map(
    ({ path, type, gzip, etag, immutable }, i) =>
      `    {"${path}", "${type}", {kBody${i}, ${gzip.length}}, "${etag}", ${immutable}},`,
  );
  const empty = pages.length === 0;
  return `// Written by web/embed.mjs from the built pages.
#include "api/pages.h"

namespace fh::api {
${empty ? '' : `namespace {\n\n${bodies.join('\n\n')}\n\nconstexpr Page kPages[] = {\n${rows.join('\n')}\n};\n\n}  // namespace\n`}
std::span<const Page> embedded_pages() { return ${empty ? '{}' : 'kPages'}; }

}  // namespace fh::api
`;
}

const [dist, output] = process.argv.slice(2);
if (!dist || !output) throw new Error('usage: node embed.mjs DIST OUTPUT');
const pages = files_below(dist).map((file) => page_of(dist, file));
if (!pages.some((page) => page.path === '/')) throw new Error(`${dist} holds no index.html`);
writeFileSync(output, source_of(pages));
