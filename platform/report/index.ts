import { HaechiError } from '@haechi/event';
import type { Lang } from '@haechi/locales';
import { analysisReport } from './analysis.ts';
import type { AnalysisReportData, IncidentReportData } from './data.ts';
import type { ReportDocument, ReportKind } from './document.ts';
import { incidentReport } from './incident.ts';
import { renderHtml } from './render/html.ts';
import { renderPdf } from './render/pdf.ts';

export { analysisReport, incidentReport, renderHtml, renderPdf };

/** Formats a report can be had in. */
export const REPORT_FORMATS = ['html', 'pdf', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What each kind of report is made from. */
export interface ReportData {
  incident: IncidentReportData;
  analysis: AnalysisReportData;
}

/**
 * Makes a report: data in, a finished file out. `html` is one self-contained file without scripts, `pdf` is A4 with its
 * fonts embedded, `json` is the data itself under `{report, version, generated, data}` for other tools.
 *
 * @throws HaechiError `report_format` on an unknown format, `report_pdf` when the PDF engine fails
 */
export async function renderReport<K extends ReportKind>(
  kind: K,
  data: ReportData[K],
  options: { readonly format: ReportFormat; readonly lang: Lang },
): Promise<{ mime: string; body: Uint8Array }> {
  switch (options.format) {
    case 'html':
      return utf8('text/html; charset=utf-8', renderHtml(DOCUMENTS[kind](data, options.lang)));
    case 'json':
      return utf8(
        'application/json',
        JSON.stringify({ report: kind, version: data.version, generated: data.generated, data }, null, 2),
      );
    case 'pdf':
      return { mime: 'application/pdf', body: await renderPdf(DOCUMENTS[kind](data, options.lang)) };
    default:
      throw new HaechiError('report_format', {
        what: `no report format '${String(options.format)}'`,
        remedy: `use one of ${REPORT_FORMATS.join(', ')}`,
      });
  }
}

const DOCUMENTS: { readonly [K in ReportKind]: (data: ReportData[K], lang: Lang) => ReportDocument } = {
  incident: incidentReport,
  analysis: analysisReport,
};

function utf8(mime: string, body: string): { mime: string; body: Uint8Array } {
  return { mime, body: new TextEncoder().encode(body) };
}
