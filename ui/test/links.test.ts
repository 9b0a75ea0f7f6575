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
