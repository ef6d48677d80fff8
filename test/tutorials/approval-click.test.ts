import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page, Response } from 'playwright-core';
import { AwsCli, whyNoAws } from './aws-cli.ts';
import { openBrowser, whyNoBrowser } from './browser.ts';
import { StepwellProcess } from './stepwell-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE = 'examples/tutorials/09-human-approval/template.yaml';
const EMAIL = 'person@example.com';
const NASTY = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

describe('A person with a browser', { skip: whyNoAws() || whyNoBrowser() }, () => {
  let person: Person;
  before(async () => {
    person = await Person.begin();
  });
  after(() => person[Symbol.asyncDispose]());

  test('confirms, approves by a click, and a second click changes nothing', () => approves(person));
  test('sees a mail with scripts in it as text, and nothing of it runs', () => seesText(person));
});

async function approves(person: Person): Promise<void> {
  await person.opensMail(/Subscription Confirmation/i);
  await person.follows(/ConfirmSubscription/);
  await person.confirms();
  const execution = await person.starts('Clicked');
  await person.opensMail(/Required approval/);
  const mail = person.page.url();
  await person.follows(/action=approve/);
  const { status, output } = await person.end(execution);
  assert.deepEqual(
    { status, output },
    { status: 'SUCCEEDED', output: `{"Status":"Approved! Task approved by ${EMAIL}"}` },
  );
  await person.page.goto(mail);
  await person.follows(/action=reject/);
  assert.deepEqual((await person.end(execution)).output, output);
}

async function seesText(person: Person): Promise<void> {
  const { Topics } = await person.aws.call('sns', 'list-topics');
  // The answer of list-topics, whose one topic the template has made.
  const [{ TopicArn = '' } = {}] = Topics as { TopicArn?: string }[];
  await person.aws.call('sns', 'publish', '--topic-arn', TopicArn, '--subject', 'Nasty', '--message', NASTY);
  await person.opensMail(/Nasty/);
  assert.match(await person.page.locator('pre').innerText(), /<script>/);
  assert.notEqual(await person.page.title(), 'owned');
}

/** Who has deployed the template, reads the mailbox and clicks. */
class Person implements AsyncDisposable {
  readonly #directory: string;
  readonly #server: StepwellProcess;
  readonly #browser: Browser;
  readonly aws: AwsCli;
  readonly page: Page;
  #tab: Page;

  private constructor(directory: string, server: StepwellProcess, browser: Browser, page: Page) {
    this.#directory = directory;
    this.#server = server;
    this.#browser = browser;
    this.aws = new AwsCli(server.url);
    this.page = page;
    this.#tab = page;
  }

  static async begin(): Promise<Person> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-approval-'));
    const server = await StepwellProcess.start(join(directory, 'data'));
    const stack = ['--stack-name', 'approval', '--parameters', `Email=${EMAIL}`, '--state', directory];
    const deploy = ['run', '-s', 'stepwell', '--', 'deploy', TEMPLATE, ...stack, '--endpoint', server.url];
    await promisify(execFile)('npm', deploy, { cwd: ROOT });
    const browser = await openBrowser();
    return new Person(directory, server, browser, await browser.newPage());
  }

  async starts(name: string): Promise<string> {
    const { stateMachines } = await this.aws.states('list-state-machines');
    // As AWS's API answers it.
    const [{ stateMachineArn = '' } = {}] = stateMachines as { stateMachineArn?: string }[];
    const options = ['--state-machine-arn', stateMachineArn, '--name', name];
    return String((await this.aws.states('start-execution', ...options)).executionArn);
  }

  /** Looks into the mailbox until there is such a mail, and opens the newest of them. */
  async opensMail(subject: RegExp): Promise<void> {
    const mail = this.page.getByRole('link', { name: subject }).first();
    for (const deadline = Date.now() + 60_000; ; ) {
      await this.page.goto(new URL('/mail', this.#server.url).href);
      if ((await mail.count()) > 0) break;
      if (Date.now() > deadline) assert.fail(`no mail with the subject ${subject}`);
    }
    await Promise.all([this.page.waitForURL(/\/mail\/./), mail.click()]);
  }

  /** Clicks a link of the mail. Where it leads in the end, AWS's console, is out of reach here. */
  async follows(address: RegExp): Promise<void> {
    const links = this.page.locator('a');
    const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    const index = hrefs.findIndex((href) => address.test(href));
    assert.ok(index >= 0, `no link ${address} among ${hrefs.join(' ')}`);
    const browser = this.page.context();
    const answered = { predicate: (one: Response) => address.test(one.url()), timeout: 30_000 };
    const [tab] = await Promise.all([
      browser.waitForEvent('page'),
      browser.waitForEvent('response', answered),
      links.nth(index).click({ noWaitAfter: true }),
    ]);
    this.#tab = tab;
  }

  /** On the page that the last link has opened. */
  async confirms(): Promise<void> {
    const tab = this.#tab;
    await tab.locator('button').click({ noWaitAfter: true });
    await tab.getByRole('heading', { name: /confirmed/ }).waitFor();
  }

  async end(executionArn: string) {
    for (const deadline = Date.now() + 60_000; ; ) {
      const description = await this.aws.states('describe-execution', '--execution-arn', executionArn);
      if (description.status !== 'RUNNING') return description;
      if (Date.now() > deadline) assert.fail(`${executionArn} does not end`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server.terminate();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
