import{G as B,I as U,K as x,L as E,M as L,N as P,O as N,Q as H,R as M,S as T,T as z,U as W,V as j,Y,a as w,b as s,d as o,f as $,g as k,h as O,i as r,j as h,k as I,l as d,m as p,n as u,q,u as y,v}from"./chunk-BEXWNTAN.js";import{c as i}from"./chunk-2F7OHIF6.js";function b(l,c,e,t={}){return s`<div class="field">
    <label for=${l}>${c}</label>
    ${e}
    ${t.wrong?s`<p class="wrong" id=${`${l}-says`} role="alert">${t.wrong}</p>`:t.hint?s`<p class="hint" id=${`${l}-says`}>${t.hint}</p>`:""}
  </div>`}var F=32<<20,S=class extends ${constructor(){super(...arguments);this.busy="";this.done="";this.wrong="";this.sure=!1}async save(e){if(!this.sure){e.preventDefault(),this.done="",this.wrong="";try{await d.me()}catch(t){this.wrong=p(t);return}this.sure=!0,this.link.click(),this.sure=!1}}async take(){let e=this.picker.files?.[0];this.done="",this.wrong="",e&&(e.size===0?this.wrong=`${e.name} is empty.`:e.size>F?this.wrong=`${e.name} is larger than the ${F>>20} MiB that the node takes at once. Split it between two lines.`:await this.send(e),this.picker.value="")}async send(e){this.busy=e.name;try{this.done=W(await d.import(await X(e)))}catch(t){this.wrong=p(t)}this.busy="",await this.updateComplete,this.renderRoot.querySelector("#import")?.focus()}render(){return s`<section aria-labelledby="transfer">
      <div>
        <h2 id="transfer">Your conversations</h2>
        <p class="lead">Export writes all of them into one file. Import takes such a file in, here or on another node; doing it twice adds nothing.</p>
      </div>
      <div class="card">
        <div class="choices">
          <a class="button" href="/api/export" download="aurora-conversations.jsonl" @click=${this.save}>${u("down",17)} Export</a>
          <button
            class="button"
            id="import"
            aria-describedby="import-hint"
            ?disabled=${this.busy!==""}
            @click=${()=>this.picker.click()}
          >
            ${u("up",17)} ${this.busy?"Importing…":"Import…"}
          </button>
          <input type="file" accept=".jsonl,.ndjson,application/x-ndjson" aria-label="File to import" hidden @change=${this.take} />
        </div>
        <p class="hint" id="import-hint">A file that Export wrote, ${F>>20} MiB at most.</p>
        <div role="status">
          ${this.busy?s`<p class="notice" dir="auto">Reading ${this.busy} in…</p>`:this.done?s`<p class="notice">${this.done}</p>`:o}
        </div>
        ${this.wrong?s`<p class="notice bad" role="alert">${this.wrong}</p>`:o}
      </div>
    </section>`}};S.styles=[x,E,L,P,w` :host{display:block;height:auto;}.card{padding:1.25rem;}.hint{margin-top:0.75rem;}.notice{margin-top:1rem;}.choices{display:flex;flex-wrap:wrap;gap:0.5rem;}a.button{color:inherit;text-decoration:none;}`],i([r()],S.prototype,"busy",2),i([r()],S.prototype,"done",2),i([r()],S.prototype,"wrong",2),i([h("input")],S.prototype,"picker",2),i([h("a")],S.prototype,"link",2),S=i([k("au-transfer")],S);async function X(l){try{return await l.text()}catch{throw new Error(`${l.name} cannot be read. Choose it again.`)}}var Z=[{scope:"models",says:"List models and ask them"},{scope:"chat",says:"Read and write my conversations"},{scope:"admin",says:"Everything my role allows, sessions and passwords excepted"}],m=class extends ${constructor(){super(...arguments);this.problem="";this.making=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{let[e,t]=await Promise.all([d.sessions(),d.keys()]);this.sessions=e.sessions,this.keys=t.keys,this.problem=""}catch(e){this.problem=p(e)}}async act(e,t){try{await e(),v.show(t)}catch(a){v.error(p(a))}await this.load()}end(e){e.current?U():this.act(()=>d.endSession(e.id),`The session on ${e.device} is over.`)}sessionsPart(){let e=this.sessions;return e?s`<section aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">Where you are signed in</h2>
        ${e.length>1?s`<button class="button small" @click=${()=>{this.act(()=>d.endOtherSessions(),"All other sessions are over.")}}>
              Sign out everywhere else
            </button>`:o}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col" class="wide">Signed in</th>
              <th scope="col">Last used</th>
              <th scope="col"><span class="unseen">End</span></th>
            </tr>
          </thead>
          <tbody>
            ${e.map(t=>s`<tr>
                <td>
                  <span class="name">${t.device||"Unknown device"}</span>
                  ${t.current?s`<span class="badge ok">this one</span>`:o}
                  <span class="detail">${t.address}</span>
                </td>
                <td class="tight faint wide">${M(t.created)}</td>
                <td class="tight faint" title=${M(t.lastUsed)}>${T(t.lastUsed)}</td>
                <td class="tight">
                  <button class="button small danger" aria-label=${`Sign out ${t.device}`} @click=${()=>this.end(t)}>Sign out</button>
                </td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`:this.problem?o:s`<div class="ghost"></div>`}keysPart(){let e=this.keys;return e?s`<section aria-labelledby="keys">
      <div class="head">
        <div>
          <h2 id="keys">API keys</h2>
          <p class="lead">For programs. Any OpenAI client works with one: base address <code>${location.origin}/v1</code></p>
        </div>
        <button class="button small primary" @click=${this.begin}>${u("plus",16)} New key</button>
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="keys">
        ${e.length===0?s`<p class="empty">No keys yet.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">May</th>
                  <th scope="col" class="wide">Made</th>
                  <th scope="col" class="wide">Last used</th>
                  <th scope="col"><span class="unseen">Revoke</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(t=>s`<tr>
                    <td><span class="name" dir="auto">${t.name}</span><span class="detail"><code>${t.hint}…</code></span></td>
                    <td>${t.scopes.map(a=>s`<span class="badge plain">${a}</span> `)}</td>
                    <td class="tight faint wide">${M(t.created)}</td>
                    <td class="tight faint wide">${t.lastUsed?T(t.lastUsed):"never"}</td>
                    <td class="tight">
                      <button class="button small danger" aria-label=${`Revoke ${t.name}`} @click=${()=>this.leaving=t}>Revoke</button>
                    </td>
                  </tr>`)}
              </tbody>
            </table>`}
      </div>
    </section>`:o}async begin(){this.made=void 0,this.wrong=void 0,this.making=!0,await this.updateComplete,this.keyName.focus()}async make(e){e.preventDefault();let t=this.keyName.value.trim(),a=[...this.renderRoot.querySelectorAll("[name=scope]:checked")].map(n=>n.value);if(t==="")this.wrong={field:"name",says:"Give it a name, such as the program that uses it."};else if(a.length===0)this.wrong={field:"name",says:"Allow it at least one thing."};else try{this.made=await d.addKey({name:t,scopes:a}),await this.load()}catch(n){this.wrong={field:"name",says:p(n)}}}makingDialog(){let e=this.made;return s`<au-dialog
      heading=${e?"Your new key":"New API key"}
      ?open=${this.making}
      @closed=${()=>{this.making=!1,this.made=void 0}}
    >
      ${this.making?e?s`<div class="form">
              <p class="notice">This is the only time it is shown. Copy it to where it is needed now.</p>
              <div class="secret">
                <code>${e.secret}</code>
                <button class="button small primary" @click=${()=>{B(e.secret,"The key is copied.")}}>${u("copy",15)} Copy</button>
              </div>
              <div class="end"><button class="button" @click=${()=>this.making=!1}>Done</button></div>
            </div>`:s`<form class="form" @submit=${this.make} novalidate>
              ${b("key-name","Name",s`<input id="key-name" maxlength="64" autocomplete="off" dir="auto" />`,this.wrong?{wrong:this.wrong.says}:{})}
              <fieldset>
                <legend>It may</legend>
                ${Z.filter(({scope:t})=>t!=="admin"||y.admin).map(({scope:t,says:a})=>s`<label><input type="checkbox" name="scope" value=${t} ?checked=${t!=="admin"} /> ${a}</label>`)}
              </fieldset>
              <div class="end">
                <button type="button" class="button" @click=${()=>this.making=!1}>Cancel</button>
                <button class="button primary">Make the key</button>
              </div>
            </form>`:o}
    </au-dialog>`}leavingDialog(){let e=this.leaving,t=()=>this.leaving=void 0;return s`<au-dialog heading="Revoke this key?" ?open=${e!==void 0} @closed=${t}>
      <div class="form">
        <p>Programs that use <b>${e?.name}</b> are refused from now on. This cannot be undone.</p>
        <div class="end">
          <button class="button" @click=${t}>Keep it</button>
          <button
            class="button danger"
            @click=${()=>{t(),this.act(()=>d.revokeKey(e.id),`${e.name} is revoked.`)}}
          >
            Revoke
          </button>
        </div>
      </div>
    </au-dialog>`}async change(e){e.preventDefault(),this.wrong=void 0;let{level:t}=j(this.next.value);if(this.current.value===""?this.wrong={field:"current",says:"Type your present password."}:t===0&&(this.wrong={field:"next",says:"Use 12 characters or more."}),!this.wrong)try{await d.changePassword({current:this.current.value,next:this.next.value}),this.current.value="",this.next.value="",v.show("Your password is changed. All other sessions are over."),await this.load()}catch(a){this.wrong={field:a instanceof I&&a.field==="next"?"next":"current",says:p(a)}}}passwordPart(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form class="card form password" @submit=${this.change} novalidate>
        <input type="text" name="username" autocomplete="username" .value=${y.me?.name??""} hidden />
        ${b("current","Present password",s`<input id="current" type="password" autocomplete="current-password" />`,e("current"))}
        ${b("next","New password",s`<input id="next" type="password" autocomplete="new-password" />`,{hint:"12 characters or more. All other sessions end.",...e("next")})}
        <div><button class="button">Change the password</button></div>
      </form>
    </section>`}render(){return s`<au-top heading="Account"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>Try again</button></p>`:o}
          ${this.sessionsPart()} ${this.keysPart()} <au-transfer></au-transfer> ${this.passwordPart()}
        </div>
      </div>
      ${this.makingDialog()} ${this.leavingDialog()}`}};m.styles=[x,E,L,P,w` .name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);}.form{display:grid;gap:1rem;}.password{padding:1.25rem;max-width:26rem;}fieldset{border:0;margin:0;padding:0;display:grid;}legend{padding:0 0 0.375rem;font-weight:550;font-size:0.92rem;}fieldset label{display:flex;align-items:center;gap:0.75rem;min-height:max(34px,var(--touch));}input[type='checkbox']{width:18px;height:18px;accent-color:var(--accent);flex:none;}.secret{display:flex;align-items:center;gap:0.5rem;padding:0.5rem 0.5rem 0.5rem 0.875rem;border:1px solid var(--line);border-radius:var(--radius-small);background:var(--bg-soft);}.secret code{flex:1;min-width:0;overflow-wrap:anywhere;background:none;padding:0;}.end{display:flex;justify-content:flex-end;gap:0.5rem;margin-top:0.25rem;}`],i([r()],m.prototype,"sessions",2),i([r()],m.prototype,"keys",2),i([r()],m.prototype,"problem",2),i([r()],m.prototype,"making",2),i([r()],m.prototype,"made",2),i([r()],m.prototype,"leaving",2),i([r()],m.prototype,"wrong",2),i([h("#key-name")],m.prototype,"keyName",2),i([h("#current")],m.prototype,"current",2),i([h("#next")],m.prototype,"next",2),m=i([k("au-account")],m);var J=["name","url","key"],g=class extends ${constructor(){super(...arguments);this.engines=[];this.adding=!1;this.busy=!1;this.reads=new q(this,y)}changed(){Y.load().catch(()=>{}),this.dispatchEvent(new CustomEvent("changed"))}async begin(){this.wrong=void 0,this.adding=!0,await this.updateComplete,this.name.focus()}async refuse(e,t){this.wrong={field:e,says:t},await this.updateComplete,e!==""&&this.renderRoot.querySelector(`#${e}`)?.focus()}async add(e){if(e.preventDefault(),this.busy)return;let t=this.name.value.trim(),a=this.url.value.trim(),n=this.key.value.trim();if(this.wrong=void 0,t==="")return this.refuse("name","Give it a name, such as the machine it runs on.");if(a==="")return this.refuse("url","Give its address, such as http://192.168.1.20:11434.");this.busy=!0;try{let R=await d.addEngine(n===""?{name:t,url:a}:{name:t,url:a,key:n});this.adding=!1;let D=R.models.length;v.show(`${R.name} is added${D>0?`, with ${z(D,"model")}`:""}.`),this.changed()}catch(R){let D=R instanceof I?J.find(_=>_===R.field):void 0;await this.refuse(D??"",p(R))}finally{this.busy=!1}}async takeAway(e){this.leaving=void 0;try{await d.removeEngine(e.name),v.show(`${e.name} is removed.`)}catch(t){v.error(p(t))}this.changed(),await this.updateComplete,this.renderRoot.querySelector("#add")?.focus()}engine(e){return s`<article class="card engine" aria-label=${e.name}>
      <div class="head">
        <span class="name">${e.name}</span>
        <span class="badge ${e.ready?"ok":"bad"}">${e.ready?"ready":"away"}</span>
      </div>
      <div>
        <span class="detail">${e.kind}${e.url?` · ${e.url}`:", inside this node"}</span>
        ${e.detail?s`<span class="detail">${e.detail}</span>`:o}
      </div>
      ${e.models.length===0?s`<p class="detail">No models.</p>`:s`<ul>
            ${e.models.map(t=>s`<li>
                <span
                  >${t.name}${t.purpose==="guide"?s` <span class="faint">guide</span>`:o}${t.purpose==="embedding"?s` <span class="faint">embeddings</span>`:o}</span
                >
                <span class="faint size">${[t.sizeBytes>0?H(t.sizeBytes):"",t.loaded?"loaded":""].filter(Boolean).join(" · ")}</span>
              </li>`)}
          </ul>`}
      ${e.added&&y.admin?s`<div class="end">
            <button class="button small danger" aria-label=${`Remove ${e.name}`} @click=${()=>this.leaving=e}>Remove</button>
          </div>`:o}
    </article>`}addingDialog(){let e=a=>this.wrong?.field===a?{wrong:this.wrong.says}:{},t=a=>this.wrong?.field===a;return s`<au-dialog heading="Add an engine" ?open=${this.adding} @closed=${()=>this.adding=!1}>
      ${this.adding?s`<form class="form" @submit=${this.add} novalidate>
            ${b("name","Name",s`<input
                id="name"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="40"
                aria-describedby="name-says"
                aria-invalid=${t("name")}
              />`,{hint:"Such as the machine it runs on.",...e("name")})}
            ${b("url","Address",s`<input
                id="url"
                type="text"
                inputmode="url"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                placeholder="http://192.168.1.20:11434"
                aria-describedby="url-says"
                aria-invalid=${t("url")}
              />`,{hint:"As this node reaches it: Ollama, llama.cpp, vLLM, or anything that speaks OpenAI’s API.",...e("url")})}
            ${b("key","Key, if it wants one",s`<input
                id="key"
                type="password"
                autocomplete="new-password"
                maxlength="1000"
                aria-describedby="key-says"
                aria-invalid=${t("key")}
              />`,{hint:"Kept sealed on this node and never shown again.",...e("key")})}
            ${this.wrong?.field===""?s`<p class="notice bad" role="alert">${this.wrong.says}</p>`:o}
            <div class="end">
              <button type="button" class="button" @click=${()=>this.adding=!1}>Cancel</button>
              <button class="button primary" aria-disabled=${this.busy}>${this.busy?"Asking it…":"Add"}</button>
            </div>
          </form>`:o}
    </au-dialog>`}leavingDialog(){let e=this.leaving,t=()=>this.leaving=void 0;return s`<au-dialog heading="Remove this engine?" ?open=${e!==void 0} @closed=${t}>
      <div class="form">
        <p>
          Nothing more is rendered by <b>${e?.name}</b>, and its key is forgotten. The engine itself keeps running; it can be added again.
        </p>
        <div class="end">
          <button class="button" @click=${t}>Keep it</button>
          <button class="button danger" @click=${()=>{this.takeAway(e)}}>Remove</button>
        </div>
      </div>
    </au-dialog>`}render(){return this.reads,this.engines.length===0&&!y.admin?o:s`<section aria-labelledby="engines">
        <div class="head">
          <h2 id="engines">Engines</h2>
          ${y.admin?s`<button class="button small primary" id="add" @click=${this.begin}>${u("plus",16)} Add an engine</button>`:o}
        </div>
        ${this.engines.length===0?s`<p class="card empty">No engine yet.</p>`:s`<div class="engines">${this.engines.map(e=>this.engine(e))}</div>`}
      </section>
      ${this.addingDialog()} ${this.leavingDialog()}`}};g.styles=[x,E,L,P,w` :host{display:block;height:auto;}.name{font-weight:580;overflow-wrap:anywhere;}.detail{display:block;font-size:0.87rem;color:var(--text-3);overflow-wrap:anywhere;}.engines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:0.75rem;}.engine{padding:1rem;display:grid;grid-template-rows:auto auto 1fr;gap:0.75rem;}.engine .head{flex-wrap:nowrap;}.engine li{display:flex;justify-content:space-between;gap:1rem;padding:0.375rem 0;border-top:1px solid var(--line);font-size:0.93rem;}.engine li span:first-child{overflow-wrap:anywhere;}.size{white-space:nowrap;}.form{display:grid;gap:1rem;}.end{display:flex;justify-content:flex-end;gap:0.5rem;}b{overflow-wrap:anywhere;}`],i([O({attribute:!1})],g.prototype,"engines",2),i([r()],g.prototype,"adding",2),i([r()],g.prototype,"busy",2),i([r()],g.prototype,"wrong",2),i([r()],g.prototype,"leaving",2),i([h("#name")],g.prototype,"name",2),i([h("#url")],g.prototype,"url",2),i([h("#key")],g.prototype,"key",2),g=i([k("au-engines")],g);var Q=5e3;function G(l){let c=(l??"").toLowerCase();return/^(ready|running|up|ok|found|healthy|alive)$/.test(c)?"ok":/(not ready|backoff|start|load|wait|restart|degraded|warn|stopping|unpack)/.test(c)?"warn":/(fail|down|dead|error|broken|gone|unreachable)/.test(c)?"bad":""}var C=class extends ${constructor(){super(...arguments);this.engines=[];this.problem=""}connectedCallback(){super.connectedCallback(),this.load(),this.timer=setInterval(()=>{document.hidden||this.load()},Q)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}async load(){let[e,t,a]=await Promise.allSettled([d.status(),d.engines(),d.decisions(30)]);e.status==="fulfilled"&&(this.status=e.value),t.status==="fulfilled"?this.engines=t.value.engines:this.status?.engines&&(this.engines=this.status.engines),a.status==="fulfilled"&&(this.decisions=a.value.decisions);let n=[e,t,a].find(R=>R.status==="rejected");this.problem=n?p(n.reason):""}facts(){let e=this.status;if(!e)return this.problem?o:s`<div class="ghost"></div>`;let t=[["Node",e.node],["Version",e.version],["Up since",e.since?`${M(e.since)} (${T(e.since)})`:void 0]];for(let[a,n]of Object.entries(e))["node","version","since","state","ready"].includes(a)||(typeof n=="number"&&a.endsWith("Bytes")?t.push([V(a.slice(0,-5)),H(n)]):(typeof n=="string"||typeof n=="number"||typeof n=="boolean")&&t.push([V(a),n]));return s`<dl class="card facts">
      ${t.filter(([,a])=>a!==void 0&&a!=="").map(([a,n])=>s`<div><dt>${a}</dt><dd>${typeof n=="number"?n.toLocaleString():String(n)}</dd></div>`)}
    </dl>`}programs(e){return s`<section aria-labelledby="programs">
      <h2 id="programs">Programs</h2>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="programs">
        <table>
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">State</th>
              <th scope="col">Since</th>
              <th scope="col" class="wide">Version</th>
            </tr>
          </thead>
          <tbody>
            ${e.map(t=>s`<tr>
                <td>
                  <span class="name">${t.name??"–"}</span>
                  <span class="detail">${[t.driver,t.address,t.detail].filter(Boolean).join(" · ")}</span>
                  ${t.lastLines?.length?s`<details>
                        <summary>Last log lines</summary>
                        <pre tabindex="0">${t.lastLines.join(`
`)}</pre>
                      </details>`:o}
                </td>
                <td class="tight"><span class="badge ${G(t.state)}">${t.state??"unknown"}</span></td>
                <td class="tight faint" title=${M(t.since)}>${T(t.since)}</td>
                <td class="tight faint wide">${t.version||"–"}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`}async why(e,t){this.looked=e,await this.updateComplete;let a=this.renderRoot.querySelector("au-why");await a.updateComplete,a.show(t)}foreseen(){let e=this.decisions;if(!e)return o;let t=e.filter(n=>n.actualMillis!==void 0&&K(n)!==void 0),a=t.filter(n=>n.actualMillis<=K(n).p90).length;return s`<section aria-labelledby="decisions">
      <div class="head">
        <h2 id="decisions">Latest decisions</h2>
        ${t.length>0?s`<span class="lead">${a} of ${z(t.length,"answer")} came within the p90 forecast</span>`:o}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="decisions">
        ${e.length===0?s`<p class="empty">Nothing was rendered yet. Ask something, and the router's choice is listed here.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col" class="wide">When</th>
                  <th scope="col" class="wide">Asked</th>
                  <th scope="col">Rendered by</th>
                  <th scope="col" class="number wide">Foreseen p50</th>
                  <th scope="col" class="number wide">p90</th>
                  <th scope="col" class="number">Really</th>
                  <th scope="col"><span class="unseen">Reasons</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(n=>this.decision(n))}
              </tbody>
            </table>`}
      </div>
    </section>`}decision(e){let t=K(e),a=t!==void 0&&e.actualMillis!==void 0&&e.actualMillis>t.p90;return s`<tr>
      <td class="tight faint wide">${M(e.at)}</td>
      <td class="wide">${e.asked}</td>
      <td>${e.chosen.engine} · ${e.chosen.model}</td>
      <td class="number wide">${t?N(t.p50):"–"}</td>
      <td class="number faint wide">${t?N(t.p90):"–"}</td>
      <td class="number">
        ${e.actualMillis===void 0?s`<span class="faint">running</span>`:s`${N(e.actualMillis)}${a?s`<span class="unseen"> (later than foreseen)</span>`:o}`}
      </td>
      <td class="tight">
        <button
          class="button small"
          aria-haspopup="dialog"
          aria-expanded="false"
          @click=${n=>{this.why(e,n.currentTarget)}}
        >
          Why
        </button>
      </td>
    </tr>`}render(){let e=this.status,t=e?.state??(e?.ready===void 0?void 0:e.ready?"ready":"not ready");return s`<au-top heading="Status">
        ${t?s`<span slot="end" class="badge ${G(t)}">${t}</span>`:o}
      </au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>${u("again",15)} Try again</button></p>`:o}
          ${e?.missing?.length?s`<p class="notice" role="status">This node waits for: ${e.missing.join("; ")}</p>`:o}
          ${this.facts()} ${e?.programs?.length?this.programs(e.programs):o}
          ${this.status||this.engines.length>0?s`<au-engines .engines=${this.engines} @changed=${()=>{this.load()}}></au-engines>`:o}
          ${this.foreseen()}
        </div>
      </div>
      <au-why .decision=${this.looked}></au-why>`}};C.styles=[x,E,L,P,w` .facts{display:flex;flex-wrap:wrap;gap:0.875rem 3rem;padding:1rem;}.facts dt{font-size:0.84rem;color:var(--text-3);}.facts dd{font-size:1.06rem;font-weight:600;overflow-wrap:anywhere;}.name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);overflow-wrap:anywhere;}details{margin-top:0.25rem;font-size:0.87rem;color:var(--text-3);}summary{width:fit-content;min-height:calc(var(--touch) - 12px);cursor:pointer;border-radius:5px;}pre{max-height:14rem;margin:0.375rem 0 0;padding:0.625rem 0.75rem;overflow:auto;border-radius:var(--radius-small);background:var(--code-bg);font:0.8rem/1.5 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere;}td .button{min-width:5.5rem;}`],i([r()],C.prototype,"status",2),i([r()],C.prototype,"engines",2),i([r()],C.prototype,"decisions",2),i([r()],C.prototype,"problem",2),i([r()],C.prototype,"looked",2),C=i([k("au-status")],C);function K(l){return l.candidates.find(c=>c.place.engine===l.chosen.engine&&c.place.model===l.chosen.model&&c.place.node===l.chosen.node)?.forecast}function V(l){let c=l.replace(/([a-z])([A-Z])/g,"$1 $2").replace(/_/g," ").toLowerCase();return c.slice(0,1).toUpperCase()+c.slice(1)}var A=[{role:"member",says:"chats and makes own keys"},{role:"admin",says:"also adds engines and members"},{role:"owner",says:"may do everything"}],f=class extends ${constructor(){super(...arguments);this.problem="";this.adding=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{this.users=(await d.users()).users,this.problem=""}catch(e){this.problem=p(e)}}roles(){return A.filter(({role:e})=>y.me?.role==="owner"||e==="member")}async change(e,t,a){try{await d.changeUser(e.id,t),v.show(a)}catch(n){v.error(p(n))}await this.load()}open(e,t){this.menu.items=[...this.roles().map(({role:a,says:n})=>({label:a.slice(0,1).toUpperCase()+a.slice(1),hint:n,checked:e.role===a,run:()=>{e.role!==a&&this.change(e,{role:a},`${e.name} is ${a} now.`)}})),{label:e.disabled?"Let in again":"Disable",icon:e.disabled?"check":"close",danger:!e.disabled,apart:!0,run:()=>{this.change(e,{disabled:!e.disabled},e.disabled?`${e.name} may sign in again.`:`${e.name} is disabled and signed out everywhere.`)}}],this.menu.updateComplete.then(()=>this.menu.show(t))}async begin(){this.wrong=void 0,this.adding=!0,await this.updateComplete,this.name.focus()}async add(e){e.preventDefault();let t=this.name.value.trim(),a=this.password.value;if(this.wrong=void 0,t===""?this.wrong={field:"name",says:"Choose a name to sign in with."}:j(a).level===0&&(this.wrong={field:"password",says:"Use 12 characters or more."}),!this.wrong)try{await d.addUser({name:t,password:a,role:this.chosen.value}),this.adding=!1,v.show(`${t} can sign in now.`),await this.load()}catch(n){this.wrong={field:n instanceof I&&n.field==="password"?"password":"name",says:p(n)}}}row(e){let t=e.id===y.me?.id;return s`<tr class=${e.disabled?"off":""}>
      <td><span class="name" dir="auto">${e.name}</span> ${t?s`<span class="faint">you</span>`:o}</td>
      <td class="tight"><span class="badge plain">${e.role}</span></td>
      <td class="tight">
        <span class="badge ${e.disabled?"warn":"ok"}">${e.disabled?"disabled":"may sign in"}</span>
      </td>
      <td class="tight faint wide">${M(e.created)}</td>
      <td class="tight">
        <button
          class="icon"
          aria-label=${`Change ${e.name}`}
          aria-haspopup="menu"
          aria-expanded="false"
          ?disabled=${t}
          @click=${a=>this.open(e,a.currentTarget)}
        >
          ${u("more")}
        </button>
      </td>
    </tr>`}dialog(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<au-dialog heading="New user" ?open=${this.adding} @closed=${()=>this.adding=!1}>
      ${this.adding?s`<form class="form" @submit=${this.add} novalidate>
            ${b("name","Name",s`<input id="name" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" dir="auto" />`,e("name"))}
            ${b("password","First password",s`<input id="password" type="text" autocomplete="off" spellcheck="false" />`,{hint:"12 characters or more. Tell it in person; it can be changed after signing in.",...e("password")})}
            ${b("role","Role",s`<select id="role">
                ${this.roles().map(({role:t,says:a})=>s`<option value=${t}>${t}: ${a}</option>`)}
              </select>`)}
            <div class="end">
              <button type="button" class="button" @click=${()=>this.adding=!1}>Cancel</button>
              <button class="button primary">Add</button>
            </div>
          </form>`:o}
    </au-dialog>`}render(){return s`<au-top heading="Users"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem}</p>`:o}
          ${this.users?s`<section aria-labelledby="users">
                <div class="head">
                  <h2 id="users">Who may use this node</h2>
                  <button class="button small primary" @click=${this.begin}>${u("plus",16)} New user</button>
                </div>
                <div class="card scroll" tabindex="0" role="group" aria-labelledby="users">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Name</th>
                        <th scope="col">Role</th>
                        <th scope="col">State</th>
                        <th scope="col" class="wide">Since</th>
                        <th scope="col"><span class="unseen">Change</span></th>
                      </tr>
                    </thead>
                    <tbody>
                      ${this.users.map(e=>this.row(e))}
                    </tbody>
                  </table>
                </div>
              </section>`:this.problem?o:s`<div class="ghost"></div>`}
        </div>
      </div>
      ${this.dialog()}
      <au-menu label="User"></au-menu>`}};f.styles=[x,E,L,P,w` .name{font-weight:580;}.form{display:grid;gap:1rem;}.end{display:flex;justify-content:flex-end;gap:0.5rem;}.off .name{color:var(--text-3);text-decoration:line-through;}`],i([r()],f.prototype,"users",2),i([r()],f.prototype,"problem",2),i([r()],f.prototype,"adding",2),i([r()],f.prototype,"wrong",2),i([h("#name")],f.prototype,"name",2),i([h("#password")],f.prototype,"password",2),i([h("#role")],f.prototype,"chosen",2),i([h("au-menu")],f.prototype,"menu",2),f=i([k("au-users")],f);
