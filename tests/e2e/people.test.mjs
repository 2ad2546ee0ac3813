// Who may come in and what is theirs: invitations, roles, teams, keys, tokens, a project's settings. In Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
const at = path => `${server.url}/organizations/acme/${path}`;
const dialog = () => page.getByRole('dialog');
const watch = each => {
  each.setDefaultTimeout(15_000);
  each.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  each.on('pageerror', error => faults.push(String(error)));
  return each;
};
before(async () => {
  server = await Server.start();
  server.setUp(['web', 'javascript'], ['worker', 'python']);
  server.cli(['user', 'create', '--email', 'ben@example.com', '--name', 'Ben Okoro', '--password-stdin', '--org', 'acme', '--role', 'member'], PASSWORD);
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  page = watch(await context.newPage());
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a key is created with a limit, switched off and deleted', async () => {
  await page.goto(at('settings/projects/web/keys'));
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByLabel('Name of the key').fill('billing');
  await page.getByLabel('Events at most').fill('100');
  await dialog().getByRole('button', { name: 'Create key' }).click();
  const card = page.getByRole('region', { name: 'billing' });
  await card.getByText('At most 100 events in 1 min').waitFor();
  await card.getByRole('button', { name: 'Switch off' }).click();
  await card.getByText('switched off').waitFor();
  await card.getByRole('button', { name: 'Delete' }).click();
  await page.getByLabel(/Type “billing”/).fill('billing');
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await card.waitFor({ state: 'detached' });
  assert.deepEqual((await server.api('/projects/acme/web/keys/')).map(key => key.name), ['Default']);
});

test('a token is shown once, works, and is revoked', async () => {
  await page.goto(at('settings/tokens'));
  await page.getByRole('button', { name: 'Create token' }).first().click();
  await page.getByLabel('Name').fill('release robot');
  await dialog().getByRole('button', { name: 'Create token' }).click();
  const token = await page.getByTestId('secret').innerText();
  assert.match(token, /^sntrys_/);
  const ask = () => fetch(`${server.url}/api/0/organizations/acme/`, { headers: { authorization: `Bearer ${token}` } });
  assert.notEqual((await ask()).status, 401);
  await page.getByRole('button', { name: 'Done' }).click();
  assert.equal(await page.getByText(token).count(), 0);
  await page.getByRole('button', { name: 'Revoke release robot' }).click();
  await dialog().getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('release robot revoked').waitFor();
  assert.equal((await ask()).status, 401);
});

test('who is invited joins with a new account, and the link works once', async () => {
  await page.goto(at('settings/members'));
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('E-mail').fill('noor@example.com');
  await dialog().getByLabel('Role').selectOption('manager');
  await dialog().getByRole('button', { name: 'Invite' }).click();
  const link = await page.getByTestId('invite-link').innerText();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: /noor@example/ }).getByRole('button', { name: 'Revoke' }).waitFor();

  const context = await browser.newContext();
  const noor = watch(await context.newPage());
  await noor.goto(link);
  await noor.getByRole('heading', { name: 'Join acme' }).waitFor();
  await noor.getByLabel('Name').fill('Noor Haddad');
  await noor.getByLabel('Password').fill(PASSWORD);
  await noor.getByRole('button', { name: 'Accept the invitation' }).click();
  await noor.waitForURL(/organizations\/acme\/issues/);
  await context.clearCookies();
  await noor.goto(link);
  await noor.getByRole('heading', { name: 'This invitation is not valid any more' }).waitFor();
  await context.close();
  const members = await server.api('/organizations/acme/members/');
  assert.deepEqual(members.filter(each => each.email === 'noor@example.com').map(each => [each.orgRole, each.pending]), [['manager', false]]);
});

test('who has an account already is asked to sign in, and a revoked link is dead', async () => {
  const invited = await server.api('/organizations/acme/members/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'sam@example.com', orgRole: 'member', teams: [] }) });
  const path = new URL(invited.invite_link).pathname;
  server.cli(['org', 'create', 'globex']);
  server.cli(['user', 'create', '--email', 'sam@example.com', '--name', 'Sam', '--password-stdin', '--org', 'globex', '--role', 'member'], PASSWORD);
  const context = await browser.newContext();
  const sam = watch(await context.newPage());
  await sam.goto(server.url + path);
  assert.ok((await sam.getByRole('link', { name: 'Sign in' }).getAttribute('href')).includes(`next=${path}`));
  await page.goto(at('settings/members'));
  await page.getByRole('row', { name: /sam@example/ }).getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Invitation of sam@example.com revoked').waitFor();
  await sam.reload();
  await sam.getByRole('heading', { name: 'This invitation is not valid any more' }).waitFor();
  await context.close();
});

test('a role is given, and taken back by undo', async () => {
  await page.goto(at('settings/members'));
  await page.getByLabel('Role of Ben Okoro').selectOption('admin');
  await page.getByText('Ben Okoro is now Admin').waitFor();
  await page.getByRole('button', { name: /Undo/ }).click();
  await page.getByText('Taken back').waitFor();
  assert.equal(await page.getByLabel('Role of Ben Okoro').inputValue(), 'member');
});

test('a team is made', async () => {
  await page.goto(at('settings/teams'));
  await page.getByRole('button', { name: 'Create team' }).click();
  await page.getByLabel('Name').fill('Night Watch');
  await dialog().getByRole('button', { name: 'Create team' }).click();
  await page.getByRole('heading', { name: '#night-watch' }).waitFor();
});

test('a platform is found by the name of its framework', async () => {
  await page.goto(at('projects/worker/getting-started'));
  await page.getByLabel('Platform or framework').fill('flask');
  await page.getByRole('button', { name: 'Flask', pressed: true }).waitFor();
  assert.equal(await page.getByRole('radio').count(), 1);
  await page.getByText('pip install sentry-sdk').waitFor();
});

test('a project is changed, and deleted only once its name is typed', async () => {
  await page.goto(at('settings/projects/worker'));
  await page.getByLabel('Resolve by age, in hours').fill('72');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  assert.equal((await server.api('/projects/acme/worker/')).resolveAge, 72);
  await page.getByRole('button', { name: 'Delete project' }).click();
  const last = dialog().getByRole('button', { name: 'Delete project' });
  assert.equal(await last.getAttribute('aria-disabled'), 'true');
  await page.getByLabel(/Type “worker”/).fill('worker');
  await last.click();
  await page.getByText('worker deleted').waitFor();
});

test('rows as dense as wanted, on every page and after a reload', async () => {
  await page.goto(at('settings/account'));
  await page.getByText('Compact', { exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.density === 'compact');
  await page.goto(at('releases'));
  await page.waitForFunction(() => document.documentElement.dataset.density === 'compact');
});

test('no page complained', () => assert.deepEqual(faults, []));
