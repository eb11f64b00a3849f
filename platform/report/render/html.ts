import { readFileSync } from 'node:fs';
import type { Block, Cell, Fact, LevelMark, ReportDocument, Section } from '../document.ts';
import { escapeHtml } from './escape.ts';

let css: string | undefined;

/**
 * The report as one HTML file: no scripts, no outside resources (its own content security policy forbids both), a
 * style sheet for screen, dark screen and A4 print.
 */
export function renderHtml(document: ReportDocument): string {
  css ??= readFileSync(new URL('./report.css', import.meta.url), 'utf8');
  const level = document.level === undefined ? '' : mark(document.level);
  return `<!doctype html>
<html lang="${document.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.title)}</title>
<style>
${css}</style>
</head>
<body>
<header>
<p class="subtitle">${escapeHtml(document.subtitle)}</p>
<h1>${escapeHtml(document.title)}</h1>
<p class="imprint">${level}${escapeHtml(document.made)}</p>
</header>
<nav aria-label="${escapeHtml(document.contents)}">
<ol>
${document.sections.map((section) => `<li><a href="#${section.id}">${escapeHtml(section.heading)}</a></li>`).join('\n')}
</ol>
</nav>
<main>
${document.sections.map(section).join('\n')}
</main>
<footer>${escapeHtml(document.footer)}</footer>
</body>
</html>
`;
}

function section({ id, heading, blocks }: Section): string {
  return `<section id="${id}">\n<h2>${escapeHtml(heading)}</h2>\n${blocks.map(block).join('\n')}\n</section>`;
}

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return `<p>${escapeHtml(node.text)}</p>`;
    case 'note':
      return `<p class="note">${escapeHtml(node.text)}</p>`;
    case 'facts':
      return facts(node.rows);
    case 'table': {
      const whole = node.columns.reduce((sum, column) => sum + column.share, 0);
      const widths = node.columns.map((column) => `<col style="width:${((100 * column.share) / whole).toFixed(1)}%">`);
      const head = node.columns.map((column) => `<th scope="col">${escapeHtml(column.label)}</th>`);
      const rows = node.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
      return `<table>\n<colgroup>${widths.join('')}</colgroup>\n<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
    }
    case 'card':
      return `<article class="card ${node.level.level}">\n<h3>${mark(node.level)}${escapeHtml(node.heading)}</h3>\n${facts(node.facts)}\n<p>${escapeHtml(node.text)}</p>\n</article>`;
    case 'record':
      return `<figure><figcaption>${escapeHtml(node.label)}</figcaption><pre>${escapeHtml(node.text)}</pre></figure>`;
  }
}

function cell(value: Cell): string {
  return `<td>${typeof value === 'string' ? escapeHtml(value) : mark(value)}</td>`;
}

function facts(rows: readonly Fact[]): string {
  if (rows.length === 0) return '';
  return `<dl>\n${rows.map((row) => `<dt>${escapeHtml(row.label)}</dt><dd>${escapeHtml(row.value)}</dd>`).join('\n')}\n</dl>`;
}

function mark({ level, word }: LevelMark): string {
  return `<span class="level ${level}">${escapeHtml(word)}</span>`;
}
