import{b as r,g as o,h as m}from"./chunk-7YSK5WL4.js";import{c as t}from"./chunk-2F7OHIF6.js";var e=class extends o{render(){return r`account`}};e=t([m("au-account")],e);export{e as Au};
