import './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveMarkdown } from '../src/text/live.ts';
import { targetOf } from '../src/text/links.ts';

function link(text: string): HTMLAnchorElement {
  const host = document.createElement('div');
  new LiveMarkdown(host).update(text, false);
  return host.querySelector('a')!;
}

test('a name and a password before the host are taken off, and the host is told', () => {
  for (const text of ['https://bank.com@evil.example/x', '[your bank](https://bank.com@evil.example/x)', '<https://bank.com:443@evil.example/x>']) {
    const a = link(text);
    assert.equal(a.getAttribute('href'), 'https://evil.example/x', text);
    assert.match(a.textContent!, /\(leads to evil\.example\)$/, text);
  }
});

test('a text that is another address than the link is told from it', () => {
  for (const [text, href] of [
    ['https://bank.com', 'https://evil.example'],
    ['bank.com', 'https://bank.com.evil.example/'],
    ['www.bank.com/login', 'https://evil.example/bank.com'],
    ['go to bank.com now', 'https://evil.example'],
    ['https://bänk.example', 'https://bank.example'],
    ['ｂａｎｋ.com', 'https://evil.example'],
    ['https://example.org', 'https://xn--exmple-cua.org'],
    ['bank\u202emoc.', 'https://evil.example'],
    ['http://bank.com:8080', 'http://127.0.0.1:8080'],
  ] as const) {
    assert.equal(targetOf(href, text).host, new URL(href).host, `${text} to ${href}`);
  }
  assert.equal(targetOf('mailto:eve@evil.example', 'help@bank.com').host, 'eve@evil.example');
});

test('an honest link stays as it is', () => {
  for (const [text, href] of [
    ['the docs', 'https://example.org/docs'],
    ['https://example.org/docs', 'https://example.org/docs'],
    ['example.org', 'https://www.example.org/a?b=1'],
    ['www.example.org', 'https://example.org'],
    ['config.json and Main.java', 'https://example.org/x'],
    ['version 1.2', 'https://example.org/x'],
    ['help@bank.com', 'mailto:help@bank.com'],
    ['https://bänk.example', 'https://xn--bnk-qla.example/'],
  ] as const) {
    assert.deepEqual(targetOf(href, text), { href }, `${text} to ${href}`);
  }
});

test('what nobody sees in a text hides no address', () => {
  for (const unseen of ['\u200b', '\u00ad', '\ufe0f', '\u2060', '\u034f']) {
    assert.equal(targetOf('https://evil.example/', `bank${unseen}.com`).host, 'evil.example');
  }
});

test('machines without a dotted name are addresses too', () => {
  for (const text of ['localhost:3300', 'localhost', 'nas:8080', '[::1]:3300', '10.0.0.1', '10.0.0.1:80', 'open nas:8080 now']) {
    assert.equal(targetOf('https://evil.example/', text).host, 'evil.example', text);
  }
  assert.equal(targetOf('http://localhost:9999/', 'localhost:3300').host, 'localhost:9999');
  for (const [text, href] of [
    ['localhost:3300', 'http://localhost:3300/x'],
    ['nas:80', 'http://nas/'],
    ['[::1]:3300', 'http://[::1]:3300/'],
    ['10.0.0.1', 'http://10.0.0.1:8080/'],
    ['main.js', 'https://example.org/'],
    ['main.js:42', 'https://example.org/'],
    ['at 12:30', 'https://example.org/'],
    ['version 1.2.3', 'https://example.org/'],
    ['❤️ the docs', 'https://example.org/'],
  ] as const) {
    assert.deepEqual(targetOf(href, text), { href }, `${text} to ${href}`);
  }
});

test('a picture can show any text: where its link leads is always told', () => {
  const a = link('[![bank](data:image/png;base64,iVBORw0KGgo=)](https://evil.example/x)');
  assert.ok(a.querySelector('img'));
  assert.match(a.textContent!, /\(leads to evil\.example\)$/);
});

test('a text too long to be read is told from where it leads, at once', () => {
  for (const text of ['a'.repeat(60_000), 'a.'.repeat(30_000)]) assert.equal(targetOf('https://evil.example/', text).host, 'evil.example');
});
