using System.Text.Json.Nodes;
using CallCenter.ScriptedServer;

// The peer for tests in other languages: a line of JSON on the input is a command (JsonCommands), a line on the output what happened, first
// the addresses. Ends with its input.
await using var peer = await ScriptedPeer.StartAsync(withWeb: true);
var commands = new JsonCommands(peer, line =>
{
    lock (Console.Out)
        Console.Out.WriteLine(line.ToJsonString());
});
commands.SayAddresses();
while (await Console.In.ReadLineAsync() is { } line)
    await commands.RunAsync(JsonNode.Parse(line)!.AsObject());
