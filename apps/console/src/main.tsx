import './styles/index.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from './api/queryClient.ts';
import { meQuery } from './api/session.ts';
import { makeRouter } from './app/router.tsx';
import { theme } from './app/theme.ts';
import { loadCatalogue } from './i18n/catalogue.ts';
import { I18nProvider } from './i18n/I18nProvider.tsx';
import { preferredLang } from './i18n/preferred.ts';

/** Loads the texts of one language, then shows the console. */
async function start(root: HTMLElement): Promise<void> {
  const lang = preferredLang();
  document.documentElement.lang = lang;
  const catalogue = await loadCatalogue(lang);
  const queryClient = makeQueryClient(() => {
    void queryClient.invalidateQueries({ queryKey: meQuery.queryKey, refetchType: 'none' });
    void router.invalidate();
  });
  const router = makeRouter(queryClient);
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <I18nProvider initial={{ lang, catalogue }}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </I18nProvider>
      </MantineProvider>
    </StrictMode>,
  );
  // The font's 119 subsets are described in 100 kB of CSS: the first paint does not wait for it.
  void import('./styles/font.ts');
}

const root = document.getElementById('root');
if (root !== null) void start(root);
