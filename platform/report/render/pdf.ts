import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HaechiError } from '@haechi/event';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { ReportDocument } from '../document.ts';

/** Weights the layout uses; Pretendard JP covers Korean, Japanese and Latin in one family. */
const FONTS = ['Regular', 'SemiBold', 'Bold'];

let compiler: Promise<{ readonly engine: NodeCompiler; readonly layout: string }> | undefined;

/**
 * The report as an A4 PDF with its fonts embedded. The document goes to the engine as a JSON file that the layout
 * reads, so no text of it can be taken for Typst markup. Nothing is fetched.
 *
 * The engine and its fonts load at the first call and stay. Compilation is synchronous native work on this thread.
 *
 * @throws HaechiError `report_pdf` when the engine refuses the document
 */
export async function renderPdf(document: ReportDocument): Promise<Uint8Array> {
  const { engine, layout } = await (compiler ??= load());
  engine.mapShadow(join(layout, 'report.json'), Buffer.from(JSON.stringify(document)));
  const compiled = engine.compile({ mainFilePath: join(layout, 'report.typ'), resetRead: true });
  const result = compiled.result;
  if (result === null) {
    const fault = compiled.takeDiagnostics();
    throw new HaechiError('report_pdf', {
      what: `the PDF engine refused the report: ${JSON.stringify(fault?.shortDiagnostics ?? []).slice(0, 500)}`,
      remedy: 'use the HTML format, and report this with the JSON format of the same report',
    });
  }
  const pdf = engine.pdf(result);
  engine.evictCache(10);
  return pdf;
}

async function load(): Promise<{ engine: NodeCompiler; layout: string }> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const fonts = join(
    dirname(createRequire(import.meta.url).resolve('pretendard-jp/package.json')),
    'dist/public/static',
  );
  const engine = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontBlobs: FONTS.map((weight) => readFileSync(join(fonts, `PretendardJP-${weight}.otf`))) }],
  });
  return { engine, layout: import.meta.dirname };
}
