// Starts `faircopy lsp` for texts in YAML and JSON, and leaves the rest to it.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function start() {
  const command = vscode.workspace.getConfiguration("faircopy").get("path") || "faircopy";
  const server = { command, args: ["lsp"] };
  const languages = ["yaml", "json", "jsonc"];
  client = new LanguageClient("faircopy", "Faircopy", server, {
    documentSelector: languages.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    synchronize: {
      // What is not open may be what a document refers to, or its configuration.
      fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,json,toml}"),
    },
  });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `Faircopy: \`${command} lsp\` did not start (${error.message}). ` +
        "Its place can be set as `faircopy.path`.",
    );
  }
}

async function stop() {
  const last = client;
  client = undefined;
  await last?.stop();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("faircopy.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
