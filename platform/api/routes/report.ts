import type { RuleTexts } from '../../report/data.ts';
import { renderReport } from '../../report/index.ts';
import { fault } from '../errors.ts';
import { eventsBehind } from '../incident-evidence.ts';
import { acceptedLang } from '../language.ts';
import { type Routes, scopeIn } from '../route.ts';
import { ErrorBody, IdParams } from '../schemas/common.ts';
import { ReportQuery } from '../schemas/incidents.ts';
import { REPORT_POLICY } from '../security-headers.ts';

const file = (type: string) => ({ [type]: { schema: { type: 'string' } } });

export const reportRoutes: Routes = (api, deps) => {
  const { state, rules, now, version } = deps;

  api.get(
    '/api/v1/incidents/:id/report',
    {
      schema: {
        summary: 'Report of an incident as a file',
        tags: ['incidents'],
        params: IdParams,
        querystring: ReportQuery,
        response: {
          200: {
            description: 'the report',
            content: { ...file('text/html'), ...file('application/pdf'), ...file('application/json') },
          },
          '4xx': ErrorBody,
          '5xx': ErrorBody,
        },
      },
    },
    async (request, reply) => {
      const scope = scopeIn(request);
      const { id } = request.params;
      const { format, lang = acceptedLang(request.headers['accept-language']) } = request.query;
      const incident = await state.incidents.incident(scope, id);
      if (incident === undefined) throw fault('not_found');
      const [{ findings, events }, notes, tenant] = await Promise.all([
        eventsBehind(deps, scope, id),
        state.casework.notes(scope, id),
        state.tenants.find(scope, incident.tenant),
      ]);
      const texts = findings.flatMap(({ ruleId }): [string, RuleTexts][] => {
        const found = rules.rule(ruleId)?.texts;
        return found === undefined ? [] : [[ruleId, found]];
      });
      const { mime, body } = await renderReport(
        'incident',
        {
          generated: new Date(now()).toISOString(),
          version,
          rules: Object.fromEntries(texts),
          tenantName: tenant?.name ?? incident.tenant,
          incident,
          findings,
          events,
          notes: notes.map(({ created, author, text }) => ({ time: created, author, text })),
        },
        { format, lang },
      );
      return reply
        .type(mime)
        .header('content-security-policy', REPORT_POLICY)
        .header(
          'content-disposition',
          `${format === 'html' ? 'inline' : 'attachment'}; filename="${fileName(id)}.${format}"`,
        )
        .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    },
  );
};

function fileName(id: string): string {
  return `haechi-incident-${id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 64)}`;
}
