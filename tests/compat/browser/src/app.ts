import * as Sentry from '@sentry/browser';

declare global {
  interface Window { DSN: string; ready: boolean; flush: () => Promise<boolean> }
}

Sentry.init({ dsn: window.DSN, release: 'web@3.1.0', environment: 'production', sendDefaultPii: true });
Sentry.setUser({ id: '99' });

function totalFor(cart: { lines?: { price: number }[] }): number {
  return cart.lines!.reduce((sum, line) => sum + line.price, 0);
}

document.getElementById('uncaught')!.addEventListener('click', () => { totalFor({}); });
document.getElementById('handled')!.addEventListener('click', () => {
  try { JSON.parse('{'); } catch (error) { Sentry.captureException(error); }
});
window.flush = () => Promise.resolve(Sentry.flush(5000));
window.ready = true;
