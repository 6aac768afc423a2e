/**
 * JSON configuration, and the services that are updated over HTTP.
 *
 * <p>Start with {@link io.github.ddnskit.config.DdnsConfig}.
 */
module io.github.ddnskit.providers {
    requires transitive io.github.ddnskit.core;
    requires com.fasterxml.jackson.databind;
    requires java.xml;
    requires transitive okhttp3;
    requires okio;
    requires static jakarta.servlet;
    requires static jdk.httpserver;
    requires static micrometer.core;
    requires static software.amazon.awssdk.http;
    requires static software.amazon.awssdk.http.auth.aws;
    requires static software.amazon.awssdk.http.auth.spi;
    requires static software.amazon.awssdk.identity.spi;

    exports io.github.ddnskit.cloud;
    exports io.github.ddnskit.config;
    exports io.github.ddnskit.dyndns2;
    exports io.github.ddnskit.echo;
    exports io.github.ddnskit.gateway;
    exports io.github.ddnskit.http;
    exports io.github.ddnskit.jp;
    exports io.github.ddnskit.metrics;
    exports io.github.ddnskit.rest;
    exports io.github.ddnskit.route53;
    exports io.github.ddnskit.upnp;

    provides io.github.ddnskit.spi.IpSourceFactory with
            io.github.ddnskit.cloud.internal.AzureVmFactory,
            io.github.ddnskit.cloud.internal.Ec2Factory,
            io.github.ddnskit.cloud.internal.GceFactory,
            io.github.ddnskit.echo.internal.HttpIpSourceFactory,
            io.github.ddnskit.echo.internal.WellKnownFactory,
            io.github.ddnskit.upnp.internal.UpnpFactory;
    provides io.github.ddnskit.spi.UpdaterFactories with
            io.github.ddnskit.dyndns2.internal.DialectFactories,
            io.github.ddnskit.jp.internal.JapaneseServices;
    provides io.github.ddnskit.spi.UpdaterFactory with
            io.github.ddnskit.rest.internal.AliyunFactory,
            io.github.ddnskit.rest.internal.AzureFactory,
            io.github.ddnskit.rest.internal.CloudflareFactory,
            io.github.ddnskit.rest.internal.DesecFactory,
            io.github.ddnskit.rest.internal.DigitalOceanFactory,
            io.github.ddnskit.rest.internal.DnspodFactory,
            io.github.ddnskit.rest.internal.GandiFactory,
            io.github.ddnskit.rest.internal.GoDaddyFactory,
            io.github.ddnskit.rest.internal.GoogleCloudFactory,
            io.github.ddnskit.rest.internal.HetznerFactory,
            io.github.ddnskit.rest.internal.LinodeFactory,
            io.github.ddnskit.rest.internal.NamecheapFactory,
            io.github.ddnskit.rest.internal.NetcupFactory,
            io.github.ddnskit.rest.internal.OvhFactory,
            io.github.ddnskit.rest.internal.PorkbunFactory,
            io.github.ddnskit.rest.internal.PowerDnsFactory,
            io.github.ddnskit.rest.internal.TechnitiumFactory,
            io.github.ddnskit.rest.internal.VultrFactory,
            io.github.ddnskit.route53.internal.Route53UpdaterFactory;
}
