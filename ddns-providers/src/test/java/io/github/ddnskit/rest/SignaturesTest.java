package io.github.ddnskit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The examples that the providers published, with the keys that they published. */
class SignaturesTest {

    @Test
    void signsAsTheGuideOfOvhDoes() {
        assertThat(OvhSignature.of(
                        "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF",
                        "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1",
                        "GET",
                        "https://eu.api.ovh.com/1.0/domains/",
                        "",
                        1366560945))
                .isEqualTo("$1$d3705e8afb27a0d2970a322b96550abfc67bb798");
    }

    @Test
    void signsAsTheGuideOfAlibabaCloudDoes() {
        String query = Acs3Signature.query(
                Map.of("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId", "cn-shanghai"));
        TreeMap<String, String> headers = new TreeMap<>(Map.of(
                "host", "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action", "RunInstances",
                "x-acs-content-sha256", Acs3Signature.NO_BODY,
                "x-acs-date", "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
                "x-acs-version", "2014-05-26"));
        assertThat(Acs3Signature.of("YourAccessKeyId", "YourAccessKeySecret", query, headers))
                .isEqualTo("ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
                        + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                        + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void encodesWhatAlibabaCloudWantsEncoded() {
        assertThat(Acs3Signature.query(Map.of("Value", "2001:db8::1", "RR", "*.a b~é")))
                .isEqualTo("RR=%2A.a%20b~%C3%A9&Value=2001%3Adb8%3A%3A1");
    }

    /** As an earlier revision of the page printed it: the asterisks belong to the key that was signed with. */
    @Test
    void signsAsTheGuideOfTencentCloudDoes() {
        String body = "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], "
                + "\"Name\": \"instance-name\"}]}";
        assertThat(Hashes.hex("SHA-256", body))
                .isEqualTo("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064");
        assertThat(Tc3Signature.of(
                        new Tc3Signature.Key(
                                "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******"),
                        "cvm",
                        new Tc3Signature.Call(
                                "cvm.tencentcloudapi.com",
                                "DescribeInstances",
                                "application/json; charset=utf-8",
                                body),
                        Instant.ofEpochSecond(1551113065)))
                .isEqualTo("TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/"
                        + "tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature="
                        + "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3");
    }
}
