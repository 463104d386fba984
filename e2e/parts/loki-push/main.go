// Sends the lines of standard input by Grafana's own Go client for Loki's push protocol, the one that
// agents embed: batches, back-off and TLS are the client's.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/grafana/loki-client-go/loki"
	"github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
)

func main() {
	url := flag.String("url", "", "where to push")
	ca := flag.String("ca", "", "PEM of whom to believe")
	certificate := flag.String("certificate", "", "PEM of the client's certificate")
	key := flag.String("key", "", "PEM of the client's key")
	flag.Parse()
	if err := push(*url, *ca, *certificate, *key); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func push(url, ca, certificate, key string) error {
	settings, err := loki.NewDefaultConfig(url)
	if err != nil {
		return err
	}
	settings.BatchWait = 100 * time.Millisecond
	settings.Client.TLSConfig = config.TLSConfig{CAFile: ca, CertFile: certificate, KeyFile: key}
	client, err := loki.New(settings)
	if err != nil {
		return err
	}
	// waits until what was handled is sent
	defer client.Stop()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		labels := model.LabelSet{"app": "go-client", "component": "orders"}
		if err := client.Handle(labels, time.Now(), lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}
