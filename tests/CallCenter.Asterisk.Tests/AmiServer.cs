using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>What the server does on one connection.</summary>
internal sealed record AmiScene
{
    /// <summary>Rows of QueueStatus, without ActionID.</summary>
    public string Queues { get; init; } = "";

    /// <summary>Rows of QueueStatus when asked again; null: the same.</summary>
    public string? QueuesLater { get; init; }

    /// <summary>Rows of Status; null: the user may not ask.</summary>
    public string? Status { get; init; } = "";

    /// <summary>Rows of CoreShowChannels; null: the user may not ask.</summary>
    public string? Channels { get; init; }

    /// <summary>What its clock shows when asked by Ping; null: it does not answer.</summary>
    public string? Clock { get; init; } = "1795324779.000000";

    public int Uptime { get; init; } = 100;

    /// <summary>Sent when the client has the floor.</summary>
    public byte[] Play { get; init; } = [];

    /// <summary>Sent once a second, as long as the client stays.</summary>
    public byte[] Noise { get; init; } = [];

    /// <summary>Closes after the play.</summary>
    public bool IsCut { get; init; }

    /// <summary>Says FullyBooted, as it does to users with class system.</summary>
    public bool SaysBooted { get; init; } = true;
}

/// <summary>An Asterisk of one page: greets, checks the secret, answers and plays a scene a connection.</summary>
internal sealed class AmiServer : IAsyncDisposable
{
    public const string Secret = "s3cret";

    private const string Challenge = "152893";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    public AmiServer(params AmiScene[] scenes)
    {
        _listener.Start();
        _serving = ServeAsync(scenes);
    }

    /// <summary>Number of accepted connections.</summary>
    public int ConnectionCount { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving.WaitAsync(TimeSpan.FromSeconds(30));
        _stopping.Dispose();
    }

    private async Task ServeAsync(AmiScene[] scenes)
    {
        for (var i = 0; !_stopping.IsCancellationRequested; i++)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                ConnectionCount++;
                await PerformAsync(client.GetStream(), scenes[Math.Min(i, scenes.Length - 1)]);
            }
            catch (Exception exception) when (exception is IOException or SocketException
                or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, which some tests are about.
            }
        }
    }

    private async Task PerformAsync(NetworkStream stream, AmiScene scene)
    {
        await SendAsync(stream, "Asterisk Call Manager/11.0.0\r\n");
        await using var noise = Noise(stream, scene.Noise);
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var isAgain = false;
        while (await ReadActionAsync(reader) is { } action)
        {
            await SendAsync(stream, Answer(action, scene, isAgain));
            isAgain |= action["Action"] == "QueueStatus";
            var isLast = action["Action"] == "CoreShowChannels" || (action["Action"] == "Status" && scene.Status is not null);
            if (!isLast)
                continue;
            await PlayAsync(stream, scene.Play);
            if (scene.IsCut)
                return;
        }
    }

    private Timer? Noise(NetworkStream stream, byte[] noise)
    {
        void Send(object? state)
        {
            try
            {
                lock (stream)
                    stream.Write(noise);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // The client went away.
            }
        }
        return noise.Length == 0 ? null : new Timer(Send, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    private async Task PlayAsync(NetworkStream stream, byte[] bytes)
    {
        var random = new Random(bytes.Length);
        for (var sent = 0; sent < bytes.Length;)
        {
            var count = Math.Min(random.Next(1, 5000), bytes.Length - sent);
            await stream.WriteAsync(bytes.AsMemory(sent, count), _stopping.Token);
            sent += count;
        }
    }

    private static string Answer(Dictionary<string, string> action, AmiScene scene, bool isAgain) => action["Action"] switch
    {
        "Challenge" => Response(action, "Success", $"Challenge: {Challenge}\r\n"),
        "Login" when !IsRight(action) => Response(action, "Error", "Message: Authentication failed\r\n"),
        "Login" => Response(action, "Success", "Message: Authentication accepted\r\n")
            + (scene.SaysBooted ? $"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: {scene.Uptime}\r\n\r\n" : ""),
        "Ping" => scene.Clock is null ? "" : Response(action, "Success", $"Ping: Pong\r\nTimestamp: {scene.Clock}\r\n"),
        "QueueStatus" => List(action, isAgain ? scene.QueuesLater ?? scene.Queues : scene.Queues, "QueueStatusComplete"),
        "Status" => scene.Status is null ? Denied(action) : List(action, scene.Status, "StatusComplete"),
        "CoreShowChannels" => scene.Channels is null ? Denied(action) : List(action, scene.Channels, "CoreShowChannelsComplete"),
        _ => Response(action, "Error", "Message: Invalid/unknown command\r\n"),
    };

    private static bool IsRight(Dictionary<string, string> login) => login.TryGetValue("Key", out var key)
        ? key == Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(Challenge + Secret))).ToLower(CultureInfo.InvariantCulture)
        : login.GetValueOrDefault("Secret") == Secret;

    private static string Denied(Dictionary<string, string> action) => Response(action, "Error", "Message: Permission denied\r\n");

    private static string Response(Dictionary<string, string> action, string result, string rest) =>
        $"Response: {result}\r\nActionID: {action["ActionID"]}\r\n{rest}\r\n";

    private static string List(Dictionary<string, string> action, string rows, string end)
    {
        var id = $"ActionID: {action["ActionID"]}\r\n";
        var text = rows.ReplaceLineEndings("\r\n");
        var blocks = text.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block.Trim() + "\r\n" + id + "\r\n");
        return Response(action, "Success", "EventList: start\r\n") + string.Concat(blocks)
            + $"Event: {end}\r\n{id}EventList: Complete\r\n\r\n";
    }

    private async Task<Dictionary<string, string>?> ReadActionAsync(StreamReader reader)
    {
        var action = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            if (line.Length == 0)
                return action;
            var parts = line.Split(": ", 2);
            action[parts[0]] = parts[1];
        }
        return null;
    }

    private static Task SendAsync(NetworkStream stream, string text)
    {
        lock (stream)
            stream.Write(Encoding.UTF8.GetBytes(text));
        return Task.CompletedTask;
    }
}
