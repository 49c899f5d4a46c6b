namespace CallCenter.Server.Doors;

/// <summary>
/// The pages for people at "/". They hold nothing of a tenant: what they show they read through gRPC-Web like everybody, with the key that
/// the reader enters where the server asks for one.
/// </summary>
internal static class DashboardDoors
{
    // Nothing is loaded from elsewhere, no text runs as a script, and nobody frames the page.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The build puts a hash of its content into the name of every file but the page.
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapDashboardDoors(this IEndpointRouteBuilder doors)
    {
        var files = doors.ServiceProvider.GetRequiredService<DashboardFiles>();
        doors.MapGet("/", http => SendAsync(http, files.Find(DashboardFiles.Index), "no-cache"));
        doors.MapGet("/assets/{file}", http => SendAsync(http, files.Find($"assets/{http.GetRouteValue("file")}"), ForEver));
    }

    private static Task SendAsync(HttpContext http, DashboardFile? file, string cache)
    {
        var answer = http.Response;
        if (file is null)
        {
            answer.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        answer.Headers.ContentSecurityPolicy = Policy;
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers["Referrer-Policy"] = "no-referrer";
        answer.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        answer.Headers.CacheControl = cache;
        answer.Headers.ETag = file.Tag;
        answer.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch == file.Tag)
        {
            answer.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var isCompressed = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isCompressed) answer.Headers.ContentEncoding = "gzip";
        var body = isCompressed ? file.Compressed : file.Bytes;
        answer.ContentType = file.ContentType;
        answer.ContentLength = body.Length;
        return answer.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
