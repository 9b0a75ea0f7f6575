import{b as r,g as m,h as s}from"./chunk-7YSK5WL4.js";import{c as e}from"./chunk-2F7OHIF6.js";var t=class extends m{render(){return r`status`}};t=e([s("au-status")],t);export{t as Au};
