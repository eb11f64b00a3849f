import { answers, type Routes } from '../route.ts';
import { Health } from '../schemas/health.ts';

export const healthRoutes: Routes = (api, { version }) => {
  api.get(
    '/api/v1/health',
    { schema: { summary: 'The process answers', tags: ['health'], response: answers(Health) } },
    () => Promise.resolve({ status: 'ok' as const, version, uptimeSeconds: Math.round(process.uptime()) }),
  );
};
