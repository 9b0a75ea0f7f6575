import { window } from './dom.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coloured } from '../src/text/colour.ts';

test('what the highlighter wrote becomes spans and texts', () => {
  const host = window.document.createElement('code');
  const html = '<span class="hljs-title function_">a</span>(<span class="hljs-string">&quot;<span class="hljs-subst">&amp;lt;</span>&#x27;&quot;</span>) &lt; b';
  host.append(coloured(html, window.document));
  assert.equal(host.textContent, 'a("&lt;\'") < b');
  assert.equal(host.querySelector('.hljs-string > .hljs-subst')?.textContent, '&lt;');
});

test('nothing else comes of it, whatever stands there', () => {
  const host = window.document.createElement('code');
  host.append(coloured('</span></span><img src=x onerror=a()><script>b</script><span class="x" onclick="c()">d</span>', window.document));
  assert.equal(host.querySelectorAll('*:not(span)').length, 0);
  for (const span of host.querySelectorAll('span')) assert.deepEqual(span.getAttributeNames(), ['class']);
});
