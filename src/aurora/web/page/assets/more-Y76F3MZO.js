import{H as I,J as z,L as E,M as P,N as L,O as C,P as M,R as N,S as u,T,U as H,V as R,a as w,b as s,d as o,f as $,g as k,i as r,j as f,k as S,l as d,m,n as v,v as x,w as b}from"./chunk-VMTQHKOD.js";import{c as n}from"./chunk-2F7OHIF6.js";function y(p,l,e,t={}){return s`<div class="field">
    <label for=${p}>${l}</label>
    ${e}
    ${t.wrong?s`<p class="wrong" role="alert">${t.wrong}</p>`:t.hint?s`<p class="hint">${t.hint}</p>`:""}
  </div>`}var W=[{scope:"models",says:"List models and ask them"},{scope:"chat",says:"Read and write my conversations"},{scope:"admin",says:"Everything my role allows, sessions and passwords excepted"}],c=class extends ${constructor(){super(...arguments);this.problem="";this.making=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{let[e,t]=await Promise.all([d.sessions(),d.keys()]);this.sessions=e.sessions,this.keys=t.keys,this.problem=""}catch(e){this.problem=m(e)}}async act(e,t){try{await e(),b.show(t)}catch(a){b.error(m(a))}await this.load()}end(e){e.current?z():this.act(()=>d.endSession(e.id),`The session on ${e.device} is over.`)}sessionsPart(){let e=this.sessions;return e?s`<section aria-labelledby="sessions">
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
              <th scope="col">Signed in</th>
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
                <td class="tight faint">${u(t.created)}</td>
                <td class="tight faint" title=${u(t.lastUsed)}>${T(t.lastUsed)}</td>
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
        <button class="button small primary" @click=${this.begin}>${v("plus",16)} New key</button>
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="keys">
        ${e.length===0?s`<p class="empty">No keys yet.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">May</th>
                  <th scope="col">Made</th>
                  <th scope="col">Last used</th>
                  <th scope="col"><span class="unseen">Revoke</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(t=>s`<tr>
                    <td><span class="name" dir="auto">${t.name}</span><span class="detail"><code>${t.hint}…</code></span></td>
                    <td>${t.scopes.map(a=>s`<span class="badge plain">${a}</span> `)}</td>
                    <td class="tight faint">${u(t.created)}</td>
                    <td class="tight faint">${t.lastUsed?T(t.lastUsed):"never"}</td>
                    <td class="tight">
                      <button class="button small danger" aria-label=${`Revoke ${t.name}`} @click=${()=>this.leaving=t}>Revoke</button>
                    </td>
                  </tr>`)}
              </tbody>
            </table>`}
      </div>
    </section>`:o}async begin(){this.made=void 0,this.wrong=void 0,this.making=!0,await this.updateComplete,this.keyName.focus()}async make(e){e.preventDefault();let t=this.keyName.value.trim(),a=[...this.renderRoot.querySelectorAll("[name=scope]:checked")].map(i=>i.value);if(t==="")this.wrong={field:"name",says:"Give it a name, such as the program that uses it."};else if(a.length===0)this.wrong={field:"name",says:"Allow it at least one thing."};else try{this.made=await d.addKey({name:t,scopes:a}),await this.load()}catch(i){this.wrong={field:"name",says:m(i)}}}makingDialog(){let e=this.made;return s`<au-dialog
      heading=${e?"Your new key":"New API key"}
      ?open=${this.making}
      @closed=${()=>{this.making=!1,this.made=void 0}}
    >
      ${this.making?e?s`<div class="form">
              <p class="notice">This is the only time it is shown. Copy it to where it is needed now.</p>
              <div class="secret">
                <code>${e.secret}</code>
                <button class="button small primary" @click=${()=>{I(e.secret,"The key is copied.")}}>${v("copy",15)} Copy</button>
              </div>
              <div class="end"><button class="button" @click=${()=>this.making=!1}>Done</button></div>
            </div>`:s`<form class="form" @submit=${this.make} novalidate>
              ${y("key-name","Name",s`<input id="key-name" maxlength="64" autocomplete="off" dir="auto" />`,this.wrong?{wrong:this.wrong.says}:{})}
              <fieldset>
                <legend>It may</legend>
                ${W.filter(({scope:t})=>t!=="admin"||x.admin).map(({scope:t,says:a})=>s`<label><input type="checkbox" name="scope" value=${t} ?checked=${t!=="admin"} /> ${a}</label>`)}
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
    </au-dialog>`}async change(e){e.preventDefault(),this.wrong=void 0;let{level:t}=R(this.next.value);if(this.current.value===""?this.wrong={field:"current",says:"Type your present password."}:t===0&&(this.wrong={field:"next",says:"Use 12 characters or more."}),!this.wrong)try{await d.changePassword({current:this.current.value,next:this.next.value}),this.current.value="",this.next.value="",b.show("Your password is changed. All other sessions are over."),await this.load()}catch(a){this.wrong={field:a instanceof S&&a.field==="next"?"next":"current",says:m(a)}}}passwordPart(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form class="card form password" @submit=${this.change} novalidate>
        <input type="text" name="username" autocomplete="username" .value=${x.me?.name??""} hidden />
        ${y("current","Present password",s`<input id="current" type="password" autocomplete="current-password" />`,e("current"))}
        ${y("next","New password",s`<input id="next" type="password" autocomplete="new-password" />`,{hint:"12 characters or more. All other sessions end.",...e("next")})}
        <div><button class="button">Change the password</button></div>
      </form>
    </section>`}render(){return s`<au-top heading="Sessions, keys and password"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>Try again</button></p>`:o}
          ${this.sessionsPart()} ${this.keysPart()} ${this.passwordPart()}
        </div>
      </div>
      ${this.makingDialog()} ${this.leavingDialog()}`}};c.styles=[E,P,L,C,w` .name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);}.form{display:grid;gap:1rem;}.password{padding:1.25rem;max-width:26rem;}fieldset{border:0;margin:0;padding:0;display:grid;}legend{padding:0 0 0.375rem;font-weight:550;font-size:0.92rem;}fieldset label{display:flex;align-items:center;gap:0.75rem;min-height:max(34px,var(--touch));}input[type='checkbox']{width:18px;height:18px;accent-color:var(--accent);flex:none;}.secret{display:flex;align-items:center;gap:0.5rem;padding:0.5rem 0.5rem 0.5rem 0.875rem;border:1px solid var(--line);border-radius:var(--radius-small);background:var(--bg-soft);}.secret code{flex:1;min-width:0;overflow-wrap:anywhere;background:none;padding:0;}.end{display:flex;justify-content:flex-end;gap:0.5rem;margin-top:0.25rem;}`],n([r()],c.prototype,"sessions",2),n([r()],c.prototype,"keys",2),n([r()],c.prototype,"problem",2),n([r()],c.prototype,"making",2),n([r()],c.prototype,"made",2),n([r()],c.prototype,"leaving",2),n([r()],c.prototype,"wrong",2),n([f("#key-name")],c.prototype,"keyName",2),n([f("#current")],c.prototype,"current",2),n([f("#next")],c.prototype,"next",2),c=n([k("au-account")],c);var B=5e3;function j(p){let l=(p??"").toLowerCase();return/^(ready|running|up|ok|found|healthy|alive)$/.test(l)?"ok":/(not ready|backoff|start|load|wait|restart|degraded|warn|stopping|unpack)/.test(l)?"warn":/(fail|down|dead|error|broken|gone|unreachable)/.test(l)?"bad":""}var g=class extends ${constructor(){super(...arguments);this.engines=[];this.problem=""}connectedCallback(){super.connectedCallback(),this.load(),this.timer=setInterval(()=>{document.hidden||this.load()},B)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}async load(){let[e,t,a]=await Promise.allSettled([d.status(),d.engines(),d.decisions(30)]);e.status==="fulfilled"&&(this.status=e.value),t.status==="fulfilled"?this.engines=t.value.engines:this.status?.engines&&(this.engines=this.status.engines),a.status==="fulfilled"&&(this.decisions=a.value.decisions);let i=[e,t,a].find(U=>U.status==="rejected");this.problem=i?m(i.reason):""}facts(){let e=this.status;if(!e)return this.problem?o:s`<div class="ghost"></div>`;let t=[["Node",e.node],["Version",e.version],["Up since",e.since?`${u(e.since)} (${T(e.since)})`:void 0]];for(let[a,i]of Object.entries(e))["node","version","since","state","ready"].includes(a)||(typeof i=="number"&&a.endsWith("Bytes")?t.push([K(a.slice(0,-5)),N(i)]):(typeof i=="string"||typeof i=="number"||typeof i=="boolean")&&t.push([K(a),i]));return s`<dl class="card facts">
      ${t.filter(([,a])=>a!==void 0&&a!=="").map(([a,i])=>s`<div><dt>${a}</dt><dd>${typeof i=="number"?i.toLocaleString():String(i)}</dd></div>`)}
    </dl>`}programs(e){return s`<section aria-labelledby="programs">
      <h2 id="programs">Programs</h2>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="programs">
        <table>
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">State</th>
              <th scope="col">Since</th>
              <th scope="col">Version</th>
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
                <td class="tight"><span class="badge ${j(t.state)}">${t.state??"unknown"}</span></td>
                <td class="tight faint" title=${u(t.since)}>${T(t.since)}</td>
                <td class="tight faint">${t.version||"–"}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`}engine(e){return s`<article class="card engine" aria-label=${e.name}>
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
                <span class="faint size">${[t.sizeBytes>0?N(t.sizeBytes):"",t.loaded?"loaded":""].filter(Boolean).join(" · ")}</span>
              </li>`)}
          </ul>`}
    </article>`}async why(e,t){this.looked=e,await this.updateComplete;let a=this.renderRoot.querySelector("au-why");await a.updateComplete,a.show(t)}foreseen(){let e=this.decisions;if(!e)return o;let t=e.filter(i=>i.actualMillis!==void 0&&D(i)!==void 0),a=t.filter(i=>i.actualMillis<=D(i).p90).length;return s`<section aria-labelledby="decisions">
      <div class="head">
        <h2 id="decisions">Latest decisions</h2>
        ${t.length>0?s`<span class="lead">${a} of ${H(t.length,"answer")} came within the p90 forecast</span>`:o}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="decisions">
        ${e.length===0?s`<p class="empty">Nothing was rendered yet. Ask something, and the router's choice is listed here.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Asked</th>
                  <th scope="col">Rendered by</th>
                  <th scope="col" class="number">Foreseen p50</th>
                  <th scope="col" class="number">p90</th>
                  <th scope="col" class="number">Really</th>
                  <th scope="col"><span class="unseen">Reasons</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(i=>this.decision(i))}
              </tbody>
            </table>`}
      </div>
    </section>`}decision(e){let t=D(e),a=t!==void 0&&e.actualMillis!==void 0&&e.actualMillis>t.p90;return s`<tr>
      <td class="tight faint">${u(e.at)}</td>
      <td>${e.asked}</td>
      <td>${e.chosen.engine} · ${e.chosen.model}</td>
      <td class="number">${t?M(t.p50):"–"}</td>
      <td class="number faint">${t?M(t.p90):"–"}</td>
      <td class="number">
        ${e.actualMillis===void 0?s`<span class="faint">running</span>`:s`${M(e.actualMillis)}${a?s`<span class="unseen"> (later than foreseen)</span>`:o}`}
      </td>
      <td class="tight">
        <button
          class="button small"
          aria-haspopup="dialog"
          aria-expanded="false"
          @click=${i=>{this.why(e,i.currentTarget)}}
        >
          Why
        </button>
      </td>
    </tr>`}render(){let e=this.status,t=e?.state??(e?.ready===void 0?void 0:e.ready?"ready":"not ready");return s`<au-top heading="Status">
        ${t?s`<span slot="end" class="badge ${j(t)}">${t}</span>`:o}
      </au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>${v("again",15)} Try again</button></p>`:o}
          ${e?.missing?.length?s`<p class="notice" role="status">This node waits for: ${e.missing.join("; ")}</p>`:o}
          ${this.facts()} ${e?.programs?.length?this.programs(e.programs):o}
          ${this.engines.length>0?s`<section aria-labelledby="engines">
                <h2 id="engines">Engines</h2>
                <div class="engines">${this.engines.map(a=>this.engine(a))}</div>
              </section>`:o}
          ${this.foreseen()}
        </div>
      </div>
      <au-why .decision=${this.looked}></au-why>`}};g.styles=[E,P,L,C,w` .facts{display:flex;flex-wrap:wrap;gap:0.875rem 3rem;padding:1rem;}.facts dt{font-size:0.84rem;color:var(--text-3);}.facts dd{font-size:1.06rem;font-weight:600;overflow-wrap:anywhere;}.name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);overflow-wrap:anywhere;}.engines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:0.75rem;}.engine{padding:1rem;display:grid;gap:0.75rem;align-content:start;}.engine li{display:flex;justify-content:space-between;gap:1rem;padding:0.375rem 0;border-top:1px solid var(--line);font-size:0.93rem;}.engine li span:first-child{overflow-wrap:anywhere;}.size{white-space:nowrap;}details{margin-top:0.25rem;font-size:0.87rem;color:var(--text-3);}summary{width:fit-content;min-height:calc(var(--touch) - 12px);cursor:pointer;border-radius:5px;}pre{max-height:14rem;margin:0.375rem 0 0;padding:0.625rem 0.75rem;overflow:auto;border-radius:var(--radius-small);background:var(--code-bg);font:0.8rem/1.5 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere;}td .button{min-width:5.5rem;}`],n([r()],g.prototype,"status",2),n([r()],g.prototype,"engines",2),n([r()],g.prototype,"decisions",2),n([r()],g.prototype,"problem",2),n([r()],g.prototype,"looked",2),g=n([k("au-status")],g);function D(p){return p.candidates.find(l=>l.place.engine===p.chosen.engine&&l.place.model===p.chosen.model&&l.place.node===p.chosen.node)?.forecast}function K(p){let l=p.replace(/([a-z])([A-Z])/g,"$1 $2").replace(/_/g," ").toLowerCase();return l.slice(0,1).toUpperCase()+l.slice(1)}var O=[{role:"member",says:"chats and makes own keys"},{role:"admin",says:"also adds engines and members"},{role:"owner",says:"may do everything"}],h=class extends ${constructor(){super(...arguments);this.problem="";this.adding=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{this.users=(await d.users()).users,this.problem=""}catch(e){this.problem=m(e)}}roles(){return O.filter(({role:e})=>x.me?.role==="owner"||e==="member")}async change(e,t,a){try{await d.changeUser(e.id,t),b.show(a)}catch(i){b.error(m(i))}await this.load()}open(e,t){this.menu.items=[...this.roles().map(({role:a,says:i})=>({label:a.slice(0,1).toUpperCase()+a.slice(1),hint:i,checked:e.role===a,run:()=>{e.role!==a&&this.change(e,{role:a},`${e.name} is ${a} now.`)}})),{label:e.disabled?"Let in again":"Disable",icon:e.disabled?"check":"close",danger:!e.disabled,apart:!0,run:()=>{this.change(e,{disabled:!e.disabled},e.disabled?`${e.name} may sign in again.`:`${e.name} is disabled and signed out everywhere.`)}}],this.menu.updateComplete.then(()=>this.menu.show(t))}async begin(){this.wrong=void 0,this.adding=!0,await this.updateComplete,this.name.focus()}async add(e){e.preventDefault();let t=this.name.value.trim(),a=this.password.value;if(this.wrong=void 0,t===""?this.wrong={field:"name",says:"Choose a name to sign in with."}:R(a).level===0&&(this.wrong={field:"password",says:"Use 12 characters or more."}),!this.wrong)try{await d.addUser({name:t,password:a,role:this.chosen.value}),this.adding=!1,b.show(`${t} can sign in now.`),await this.load()}catch(i){this.wrong={field:i instanceof S&&i.field==="password"?"password":"name",says:m(i)}}}row(e){let t=e.id===x.me?.id;return s`<tr class=${e.disabled?"off":""}>
      <td><span class="name" dir="auto">${e.name}</span> ${t?s`<span class="faint">you</span>`:o}</td>
      <td class="tight"><span class="badge plain">${e.role}</span></td>
      <td class="tight">
        <span class="badge ${e.disabled?"warn":"ok"}">${e.disabled?"disabled":"may sign in"}</span>
      </td>
      <td class="tight faint">${u(e.created)}</td>
      <td class="tight">
        <button
          class="icon"
          aria-label=${`Change ${e.name}`}
          aria-haspopup="menu"
          aria-expanded="false"
          ?disabled=${t}
          @click=${a=>this.open(e,a.currentTarget)}
        >
          ${v("more")}
        </button>
      </td>
    </tr>`}dialog(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<au-dialog heading="New user" ?open=${this.adding} @closed=${()=>this.adding=!1}>
      ${this.adding?s`<form class="form" @submit=${this.add} novalidate>
            ${y("name","Name",s`<input id="name" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" dir="auto" />`,e("name"))}
            ${y("password","First password",s`<input id="password" type="text" autocomplete="off" spellcheck="false" />`,{hint:"12 characters or more. Tell it in person; it can be changed after signing in.",...e("password")})}
            ${y("role","Role",s`<select id="role">
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
                  <button class="button small primary" @click=${this.begin}>${v("plus",16)} New user</button>
                </div>
                <div class="card scroll" tabindex="0" role="group" aria-labelledby="users">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Name</th>
                        <th scope="col">Role</th>
                        <th scope="col">State</th>
                        <th scope="col">Since</th>
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
      <au-menu label="User"></au-menu>`}};h.styles=[E,P,L,C,w` .name{font-weight:580;}.form{display:grid;gap:1rem;}.end{display:flex;justify-content:flex-end;gap:0.5rem;}.off .name{color:var(--text-3);text-decoration:line-through;}`],n([r()],h.prototype,"users",2),n([r()],h.prototype,"problem",2),n([r()],h.prototype,"adding",2),n([r()],h.prototype,"wrong",2),n([f("#name")],h.prototype,"name",2),n([f("#password")],h.prototype,"password",2),n([f("#role")],h.prototype,"chosen",2),n([f("au-menu")],h.prototype,"menu",2),h=n([k("au-users")],h);
