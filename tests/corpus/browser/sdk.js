import * as Sentry from '@sentry/browser';

Sentry.init({
  dsn: 'https://a@errors.example.com/1',
  release: 'shop@1.4.2',
});
window.Sentry = Sentry;
