using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CallCenter.Server.Tests;

/// <summary>A live server with an address for plain HTTP/1.1, and requests to it.</summary>
internal sealed class WebServer(LiveServer server) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server.Urls.Last()) };

    public LiveServer Server => server;
    public string Address => server.Urls.Last();

    public static async Task<WebServer> StartAsync(Action<Hosting.ServerOptions>? adjust = null)
        => new(await LiveServer.StartAsync(o =>
        {
            o.Web = "http://127.0.0.1:0";
            adjust?.Invoke(o);
        }));

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (accept is not null) request.Headers.Add("Accept", accept);
        return SendAsync(request);
    }

    /// <summary>Answers as soon as the headers are there, so that a stream can be read.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Waits.Limit);

    public async Task<string> TextAsync(string path)
    {
        using var response = await GetAsync(path);
        return await TextOf(response);
    }

    /// <summary>The value of a sample that the server's instruments show now.</summary>
    public async Task<string> SampleAsync(string name, string label = "") => SampleIn(await TextAsync("/metrics"), name, label);

    /// <summary>The value of the first sample with this name and label; the whole text where there is none.</summary>
    public static string SampleIn(string metrics, string name, string label)
    {
        var line = metrics.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal) && l.Contains(label));
        return line is null ? $"no {name} with {label} in:\n{metrics}" : line.Split('}')[^1].Trim().Split(' ')[0];
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response)
        => await response.Content.ReadFromJsonAsync<JsonElement>().WaitAsync(Waits.Limit);

    public static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync().WaitAsync(Waits.Limit);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await server.DisposeAsync();
    }
}
